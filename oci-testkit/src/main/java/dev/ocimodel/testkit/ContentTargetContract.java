package dev.ocimodel.testkit;

import dev.ocimodel.oci.ContentTarget;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/**
 * What a {@link ContentTarget} promises, as tests. Extend it for a store of your own and return an
 * empty store; each test gets a new one.
 *
 * <pre>{@code
 * class MyStoreContractTest extends ContentTargetContract {
 *   @Override
 *   protected ContentTarget createTarget() {
 *     return new MyStore();
 *   }
 * }
 * }</pre>
 */
public abstract class ContentTargetContract
    implements PushContract,
        WriteContract,
        ReadContract,
        ManifestContract,
        ReferrersContract,
        ConcurrencyContract {

  private @Nullable ContentTarget target;

  /** For subclasses. */
  protected ContentTargetContract() {}

  /** Returns a new, empty store. */
  protected abstract ContentTarget createTarget() throws Exception;

  @BeforeEach
  final void prepareTarget() throws Exception {
    target = createTarget();
  }

  /** Returns the store of the running test. */
  @Override
  public final ContentTarget target() {
    return Objects.requireNonNull(target, "prepareTarget() has not run");
  }
}
