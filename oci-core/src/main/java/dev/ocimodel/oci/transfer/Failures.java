package dev.ocimodel.oci.transfer;

import java.util.concurrent.Callable;

/** What the failure of one step means for the others. A cancellation always ends all of them. */
enum Failures {
  /** The first one is thrown. */
  END_ALL,
  /** They are kept beside what succeeded. */
  ARE_KEPT;

  <T> Callable<Attempt<T>> caught(Step<T> step) {
    return () -> {
      try {
        return new Attempt<>(step.run(), null);
      } catch (TransferCancelledException e) {
        throw e;
      } catch (RuntimeException e) {
        throwIfFirstEnds(e);
        return new Attempt<>(null, e);
      }
    };
  }

  void throwIfFirstEnds(RuntimeException failure) {
    if (this == END_ALL) {
      throw failure;
    }
  }

  /** A step whose I/O failures are typed. */
  interface Step<T> {
    T run();
  }
}
