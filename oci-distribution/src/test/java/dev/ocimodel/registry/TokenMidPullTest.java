package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.registry.auth.Credentials;
import dev.ocimodel.registry.auth.CredentialsProvider;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.TestRegistry;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Network table: 401 in the middle of a transfer. */
@Timeout(60)
class TokenMidPullTest {

  @TempDir Path directory;

  /** Promise 20: the token dies mid-pull, many threads see it, and it is renewed once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void pull_tokenDiesInTheMiddle_renewedOnce(int concurrency) throws Exception {
    AtomicReference<TestRegistry> running = new AtomicReference<>();
    AtomicInteger blobs = new AtomicInteger(Integer.MIN_VALUE);
    FaultPlan revoking =
        request -> {
          if (request.is("GET", ".*/blobs/.*") && blobs.incrementAndGet() == 3) {
            Objects.requireNonNull(running.get()).revokeTokens();
            return Fault.truncateBody(1000);
          }
          return Fault.none();
        };
    try (TestRegistry registry =
        TestRegistry.builder().bearerAuthentication("u", "secret").faults(revoking).start()) {
      running.set(registry);
      RegistryClient.Builder options =
          ScriptedServer.impatient()
              .credentials(
                  CredentialsProvider.of(registry.address(), Credentials.basic("u", "secret")));
      Descriptor root;
      try (RegistryClient writer = options.build()) {
        root =
            RandomArtifact.write(
                writer.repository(registry.address() + "/m"),
                20,
                new int[] {500_000, 500_001, 500_002, 500_003, 500_004, 500_005, 500_006, 500_007});
      }
      registry.forgetRequests();
      blobs.set(0);
      OciLayout target = OciLayout.openOrCreate(directory.resolve("layout"));
      try (RegistryClient reader = options.build()) {
        Transfer.create()
            .withConcurrency(concurrency)
            .copy(reader.repository(registry.address() + "/m"), RandomArtifact.TAG, target);
      }
      RandomArtifact.assertWhole(target, root);
      assertThat(registry.requests())
          .filteredOn(request -> request.path().startsWith("/token"))
          .as("one at the start, one when it died")
          .hasSize(2);
      Leftovers.assertNone();
    }
  }
}
