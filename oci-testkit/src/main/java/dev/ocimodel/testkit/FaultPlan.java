package dev.ocimodel.testkit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Decides, request by request, what goes wrong. A {@link TestRegistry} asks it before it handles a
 * request, from the request's own thread.
 */
@FunctionalInterface
public interface FaultPlan {

  /** Returns what goes wrong with this request; {@link Fault#none()} for nothing. */
  Fault faultFor(RegistryRequest request);

  /** Nothing ever goes wrong. */
  static FaultPlan none() {
    return request -> Fault.none();
  }

  /** The first request that fits fails, and no other. */
  static FaultPlan once(Predicate<RegistryRequest> when, Fault fault) {
    return times(1, when, fault);
  }

  /** The first {@code count} requests that fit fail. */
  static FaultPlan times(int count, Predicate<RegistryRequest> when, Fault fault) {
    AtomicInteger left = new AtomicInteger(count);
    return request ->
        when.test(request) && left.getAndUpdate(n -> Math.max(n - 1, 0)) > 0 ? fault : Fault.none();
  }

  /** Every request that fits fails. */
  static FaultPlan always(Predicate<RegistryRequest> when, Fault fault) {
    return request -> when.test(request) ? fault : Fault.none();
  }

  /** Asks {@code other} about the requests that this plan lets pass. */
  default FaultPlan or(FaultPlan other) {
    return request -> {
      Fault fault = faultFor(request);
      return fault.isNone() ? other.faultFor(request) : fault;
    };
  }
}
