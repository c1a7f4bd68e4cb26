package dev.ocimodel.oci.transfer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A switch that cancels the transfers it was given to. It can be thrown once, from any thread.
 *
 * <p>Interrupting the thread that runs a transfer cancels it as well.
 */
public final class Cancellation {

  private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  private Cancellation() {}

  /** Returns a switch that is not thrown. */
  public static Cancellation create() {
    return new Cancellation();
  }

  /** Cancels every transfer that has this switch, now and later. */
  public void cancel() {
    cancelled = true;
    actions.forEach(Runnable::run);
  }

  /** Whether it was thrown. */
  public boolean isCancelled() {
    return cancelled;
  }

  /** Runs the action on cancel, at once if that has happened; it may run twice. */
  void onCancel(Runnable action) {
    actions.add(action);
    if (cancelled) {
      action.run();
    }
  }

  void forget(Runnable action) {
    actions.remove(action);
  }
}
