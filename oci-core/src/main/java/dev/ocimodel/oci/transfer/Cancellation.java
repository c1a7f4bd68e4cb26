package dev.ocimodel.oci.transfer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A switch that cancels the transfers it was given to. It can be thrown once, from any thread.
 *
 * <p>Interrupting the thread that runs a transfer cancels it as well.
 */
public final class Cancellation {

  private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  private Cancellation() {}

  /** Returns a switch that is not thrown. */
  public static Cancellation create() {
    return new Cancellation();
  }

  /** Cancels every transfer that has this switch, now and later. */
  public void cancel() {
    cancelled = true;
    registrations.forEach(Registration::run);
  }

  /** Whether it was thrown. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Runs an action once when the switch is thrown, on the thread that throws it; at once, on this
   * thread, if it was thrown before. For work of your own that must stop with a transfer. The
   * action must not block; what it throws, {@link #cancel()} throws.
   *
   * @return closes when the work is over: the action is forgotten then
   */
  public Registration onCancel(Runnable action) {
    Registration registration = new Registration(this, action);
    registrations.add(registration);
    if (cancelled) {
      registration.run();
    }
    return registration;
  }

  /** An action that waits for the switch. */
  public static final class Registration implements AutoCloseable {

    private final Cancellation cancellation;
    private final Runnable action;
    private final AtomicBoolean done = new AtomicBoolean();

    private Registration(Cancellation cancellation, Runnable action) {
      this.cancellation = cancellation;
      this.action = action;
    }

    private void run() {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    }

    /** Forgets the action. One that is running already goes on. */
    @Override
    public void close() {
      done.set(true);
      cancellation.registrations.remove(this);
    }
  }
}
