package dev.ocimodel.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.OciException;
import dev.ocimodel.oci.Platform;
import dev.ocimodel.oci.layout.OciLayout;
import dev.ocimodel.oci.transfer.CopyRequest;
import dev.ocimodel.oci.transfer.Layers;
import dev.ocimodel.oci.transfer.PlannedItem;
import dev.ocimodel.oci.transfer.PlannedRoot;
import dev.ocimodel.oci.transfer.ProgressMeter;
import dev.ocimodel.oci.transfer.Transfer;
import dev.ocimodel.oci.transfer.TransferBytes;
import dev.ocimodel.oci.transfer.TransferSummary;
import dev.ocimodel.testkit.Fault;
import dev.ocimodel.testkit.FaultPlan;
import dev.ocimodel.testkit.RecordedRequest;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of graphs, several graphs and graphs with their referrers, over real connections. */
class TransferScopeTest {

  private static final MediaType SIGNATURE = new MediaType("application/vnd.test.signature");

  @TempDir Path directory;
  private final AtomicBoolean listingFails = new AtomicBoolean();
  private final FaultPlan faults =
      request ->
          listingFails.get()
                  && request.method().equals("PUT")
                  && request.path().contains("/manifests/sha256-")
              ? Fault.status(403)
              : Fault.none();
  private final TestRegistry registry =
      TestRegistry.builder().withoutReferrersApi().faults(faults).start();
  private final RegistryClient client =
      RegistryClient.builder()
          .retryPolicy(RetryPolicy.create().withBaseDelay(Duration.ofMillis(1)))
          .build();
  private final Repository repository = client.repository(registry.address() + "/models/m");
  private OciLayout layout;
  private Descriptor amd64;
  private Descriptor arm64;
  private Descriptor root;

  @BeforeEach
  void fill() throws IOException {
    layout = OciLayout.openOrCreate(directory.resolve("layout"));
    amd64 = push(layout, artifact("amd", "shared")).withPlatform(Platform.LINUX_AMD64);
    arm64 = push(layout, artifact("arm", "shared")).withPlatform(Platform.LINUX_ARM64);
    ImageIndex index = ImageIndex.create(List.of(amd64, arm64));
    layout.push(index.toBlob());
    root = index.descriptor();
    layout.tag(root, "v1");
    layout.tag(arm64, "arm");
  }

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  private ImageManifest artifact(String... layers) throws IOException {
    layout.push(Blob.ofInline(Descriptor.EMPTY_JSON));
    List<Descriptor> pushed = new java.util.ArrayList<>();
    for (String layer : layers) {
      Blob blob = Blob.of(MediaType.OCTET_STREAM, layer.repeat(1000).getBytes(UTF_8));
      layout.push(blob);
      pushed.add(blob.descriptor().withAnnotation(Annotations.TITLE, layer + ".bin"));
    }
    return ImageManifest.create(Descriptor.EMPTY_JSON, pushed);
  }

  private static Descriptor push(ContentTarget target, ImageManifest manifest) throws IOException {
    target.push(manifest.toBlob());
    return manifest.descriptor();
  }

  private Descriptor sign(Descriptor subject) throws IOException {
    return push(layout, artifact("signature").withArtifactType(SIGNATURE).withSubject(subject));
  }

  @Test
  void copy_listingAReferrerFails_nextCopyListsIt() throws IOException {
    Descriptor signature = sign(arm64);
    Transfer transfer = Transfer.create().withReferrers();
    listingFails.set(true);
    assertThatThrownBy(() -> transfer.copy(layout, "v1", repository))
        .isInstanceOf(OciException.class);
    assertThat(repository.contains(signature)).isTrue();
    assertThat(repository.referrers(arm64.digest(), null)).isEmpty();
    listingFails.set(false);

    transfer.copy(layout, "v1", repository);

    assertThat(repository.referrers(arm64.digest(), SIGNATURE))
        .extracting(Descriptor::digest)
        .containsExactly(signature.digest());
    assertThat(repository.resolve("v1").digest()).isEqualTo(root.digest());
  }

  @Test
  void copy_withReferrers_comeBackFromTheRegistry() throws IOException {
    Descriptor signature = sign(root);
    Descriptor ofSignature = sign(signature);
    Transfer transfer = Transfer.create().withReferrers();
    transfer.copy(layout, "v1", repository);
    OciLayout back = OciLayout.openOrCreate(directory.resolve("back"));

    transfer.copy(repository, "v1", back);

    assertThat(back.referrers(root.digest(), SIGNATURE)).hasSize(1);
    assertThat(back.referrers(signature.digest(), SIGNATURE))
        .extracting(Descriptor::digest)
        .containsExactly(ofSignature.digest());
  }

  @Test
  void copy_onePlatform_fetchesNothingOfTheOthers() {
    Transfer.create().copy(layout, "v1", repository);
    OciLayout back = OciLayout.openOrCreate(directory.resolve("back"));
    registry.forgetRequests();

    Transfer.create().withPlatform(Platform.LINUX_ARM64).copy(repository, "v1", back);

    assertThat(back.resolve("v1").digest()).isEqualTo(arm64.digest());
    assertThat(registry.requests())
        .noneMatch(request -> request.path().endsWith(amd64.digest().toString()));
  }

  @Test
  void copy_selectedLayers_fetchesNoOtherBlob() {
    Transfer.create().copy(layout, "arm", repository);
    OciLayout back = OciLayout.openOrCreate(directory.resolve("back"));
    registry.forgetRequests();

    Transfer.create().withSelection(Layers.named("arm.*")).copy(repository, "arm", back);

    assertThat(back.partialRoots()).hasSize(1);
    assertThat(registry.requests())
        .filteredOn(request -> request.path().contains("/blobs/"))
        .hasSize(2); // the config and the layer
  }

  @Test
  void copyAll_sharedBlobs_areUploadedOnce() {
    TransferSummary summary =
        Transfer.create()
            .copyAll(layout, List.of(CopyRequest.of("v1"), CopyRequest.of("arm")), repository);

    summary.throwIfFailed();
    assertThat(repository.tags()).containsExactlyInAnyOrder("v1", "arm");
    assertThat(summary.bytes().copied())
        .isEqualTo(2 + 3000 + 3000 + 6000 + amd64.size() + arm64.size() + root.size());
    assertThat(registry.requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .filteredOn(request -> request.path().contains("/blobs/"))
        .hasSize(4);
  }

  @Test
  void plan_intoARegistry_writesNothing() {
    Transfer.create().copy(layout, "arm", repository);
    registry.forgetRequests();

    PlannedRoot plan = Transfer.create().plan(layout, "v1", repository);

    assertThat(plan.bytes(PlannedItem.Action.COPY)).isEqualTo(3000 + amd64.size() + root.size());
    assertThat(registry.requests()).extracting(RecordedRequest::method).isSubsetOf("HEAD", "GET");
  }

  @Test
  void copy_partOfABlobIsThere_asksForTheRestOnly() throws IOException {
    Transfer.create().copy(layout, "arm", repository);
    Descriptor shared = Blob.of(MediaType.OCTET_STREAM, bytes("shared")).descriptor();
    OciLayout back = OciLayout.openOrCreate(directory.resolve("back"));
    Path ingest = Files.createDirectories(back.directory().resolve(".ocimodel-ingest"));
    Files.write(
        ingest.resolve("sha256-" + shared.digest().encoded() + ".part"),
        java.util.Arrays.copyOf(bytes("shared"), 2500));
    ProgressMeter meter = ProgressMeter.create();

    TransferBytes bytes =
        Transfer.create().withListener(meter).copy(repository, "arm", back).bytes();

    assertThat(bytes).isEqualTo(new TransferBytes(2 + 3000 + 3500 + arm64.size(), 0, 0, 2500, 0));
    assertThat(meter.progress().doneBytes()).isEqualTo(bytes.total());
  }

  private static byte[] bytes(String layer) {
    return layer.repeat(1000).getBytes(UTF_8);
  }
}
