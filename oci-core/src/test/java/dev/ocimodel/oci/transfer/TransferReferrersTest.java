package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferReferrersTest {

  private static final String SIGNATURE = "application/vnd.test.signature";
  private static final String SBOM = "application/vnd.test.sbom";

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();
  private final Transfer transfer = Transfer.create().withReferrers();

  @Test
  void copy_withReferrers_takesThoseOfEveryManifestAndTheirs() {
    Descriptor manifest = source.addArtifact("a");
    Descriptor root = source.tagged(source.add(ImageIndex.create(List.of(manifest))));
    Descriptor ofRoot = source.addReferrer(root, SIGNATURE, "s1");
    Descriptor ofManifest = source.addReferrer(manifest, SBOM, "s2");
    Descriptor ofReferrer = source.addReferrer(ofManifest, SIGNATURE, "s3");

    TransferResult result = transfer.copy(source, "v1", target);

    assertThat(target.content).containsOnlyKeys(source.content.keySet());
    assertThat(result.blobs()).isEqualTo(source.content.size());
    assertThat(target.referrers(root.digest(), null)).containsExactly(ofRoot);
    assertThat(target.pushedOf(List.of(manifest, root, ofRoot)))
        .containsExactly(manifest.digest(), root.digest(), ofRoot.digest());
    assertThat(target.pushedOf(List.of(manifest, ofManifest, ofReferrer)))
        .containsExactly(manifest.digest(), ofManifest.digest(), ofReferrer.digest());
  }

  @Test
  void copy_withoutReferrers_takesNone() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    source.addReferrer(root, SIGNATURE, "s");

    Transfer.create().copy(source, "v1", target);

    assertThat(target.pushed).hasSize(3);
  }

  @Test
  void copy_referrersOfSomeTypes_leavesTheOthers() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    Descriptor signature =
        source.addReferrer(root, SIGNATURE, "s").withArtifactType(new MediaType(SIGNATURE));
    source.listed.clear();
    source.list(root, signature);
    source.list(root, source.addReferrer(root, SBOM, "b").withArtifactType(new MediaType(SBOM)));

    Transfer.create()
        .withReferrers(Set.of(new MediaType(SIGNATURE), new MediaType("application/vnd.test.x")))
        .copy(source, "v1", target);

    assertThat(target.content)
        .containsKeys(signature.digest(), Digest.sha256("s"))
        .doesNotContainKey(Digest.sha256("b"));
  }

  @Test
  void copy_rootIsThereAlready_stillBringsNewReferrers() {
    Descriptor manifest = source.addArtifact("a");
    Descriptor root = source.tagged(source.add(ImageIndex.create(List.of(manifest))));
    Transfer.create().copy(source, "v1", target);
    Descriptor referrer = source.addReferrer(manifest, SIGNATURE, "s");

    TransferResult result = transfer.copy(source, "v1", target);

    assertThat(target.contains(referrer)).isTrue();
    assertThat(result.copiedBytes()).isEqualTo(referrer.size() + 1);
    assertThat(result.root()).isEqualTo(root);
  }

  @Test
  void copy_falselyListedReferrer_isLeftOut() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    Descriptor other = source.addArtifact("other");
    source.list(root, other);

    transfer.copy(source, "v1", target);

    assertThat(target.contains(other)).isFalse();
    assertThat(target.tags).containsKey("v1");
  }

  @Test
  void copy_referrersOfEachOther_endAtTheNamedLimit() {
    source.limits = ContentLimits.create().withMaxReferrerDepth(2);
    Descriptor root = source.tagged(source.addArtifact("a"));
    Descriptor first = source.addReferrer(root, SIGNATURE, "1");
    Descriptor second = source.addReferrer(first, SIGNATURE, "2");
    source.list(second, root); // a lie that closes a circle
    transfer.copy(source, "v1", target);
    source.addReferrer(second, SIGNATURE, "3");

    assertThat(target.contains(second)).isTrue();
    assertThatThrownBy(() -> transfer.copy(source, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxReferrerDepth");
  }

  @Test
  void copy_listingFailedAfterTheManifestWasStored_nextCopyListsIt() {
    Descriptor subject = source.addArtifact("a");
    Descriptor referrer = source.tagged(source.addReferrer(subject, SIGNATURE, "s"));
    target.afterStore =
        descriptor -> {
          throw new IOException("the list of referrers cannot be written");
        };
    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(TransferException.class);
    assertThat(target.contains(referrer)).isTrue();
    target.afterStore = descriptor -> {};

    Transfer.create().copy(source, "v1", target);

    assertThat(target.referrers(subject.digest(), null)).containsExactly(referrer);
    assertThat(source.opened).doesNotHaveDuplicates();
  }

  @Test
  void copy_layoutLostTheListingInACrash_nextCopyListsIt(@TempDir Path directory)
      throws IOException {
    Descriptor subject = source.tagged(source.addArtifact("a"));
    Descriptor referrer = source.addReferrer(subject, SIGNATURE, "s");
    OciLayout layout = OciLayout.openOrCreate(directory);
    byte[] empty = Files.readAllBytes(directory.resolve("index.json"));
    transfer.copy(source, "v1", layout);
    Files.write(directory.resolve("index.json"), empty);
    assertThat(layout.referrers(subject.digest(), null)).isEmpty();

    transfer.copy(source, "v1", layout);

    assertThat(layout.referrers(subject.digest(), null))
        .extracting(Descriptor::digest)
        .containsExactly(referrer.digest());
  }

  @Test
  void copy_manyReferrersAreThere_theirListIsReadOnce() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    for (int i = 0; i < 50; i++) {
      source.addReferrer(root, SIGNATURE, "s" + i);
    }
    AtomicInteger asked = new AtomicInteger();
    MemoryStore counting =
        new MemoryStore() {
          @Override
          public List<Descriptor> referrers(Digest subject, @Nullable MediaType artifactType) {
            asked.incrementAndGet();
            return super.referrers(subject, artifactType);
          }
        };
    transfer.copy(source, "v1", counting);
    asked.set(0);

    TransferResult again = transfer.withConcurrency(1).copy(source, "v1", counting);

    assertThat(again.copiedBytes()).isZero();
    assertThat(asked).hasValue(1);
  }

  @Test
  void copy_manifestDamagedInTheTarget_isStoredAgain() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    Transfer.create().copy(source, "v1", target);
    target.content.put(root.digest(), new byte[] {1});

    Transfer.create().copy(source, "v1", target);

    assertThat(target.content.get(root.digest())).isEqualTo(source.content.get(root.digest()));
  }
}
