package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentMismatchException;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransferFailureTest {

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();

  @Test
  void copy_sourceFails_saysSourceAndWhat() {
    source.tagged(source.addArtifact("a"));
    source.onOpen = descriptor -> failFor(descriptor, "a", "connection reset");

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOfSatisfying(
            TransferException.class,
            e -> {
              assertThat(e.side()).isEqualTo(TransferException.Side.SOURCE);
              assertThat(e.item().descriptor()).isEqualTo(source.add("a"));
              assertThat(e)
                  .hasMessageContaining("connection reset")
                  .hasCauseInstanceOf(IOException.class);
            });
    assertThat(target.tags).isEmpty();
  }

  @Test
  void copy_targetFails_saysTarget() {
    source.tagged(source.addArtifact("a"));
    target.onPush = descriptor -> failFor(descriptor, "a", "no space left");

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOfSatisfying(
            TransferException.class,
            e -> assertThat(e.side()).isEqualTo(TransferException.Side.TARGET));
    assertThat(target.tags).isEmpty();
  }

  @Test
  void observe_closingTheSourceFails_saysSource() {
    Blob blob = new FailingToClose(source.add("a"));
    Blob observed = Transfer.create().observe(TransferItem.of(blob.descriptor()), blob);

    assertThatThrownBy(() -> observed.open(0, 1).close())
        .isInstanceOfSatisfying(
            TransferException.class,
            e -> assertThat(e.side()).isEqualTo(TransferException.Side.SOURCE));
  }

  @Test
  void copy_childMissingInTheSource_isNotFoundAndLeavesNoTag() {
    Descriptor root = source.tagged(source.addArtifact("a", "b"));
    source.content.remove(Digest.sha256("b"));

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(ContentNotFoundException.class)
        .hasMessageContaining(Digest.sha256("b").toString());
    assertThat(target.tags).isEmpty();
    assertThat(target.contains(root)).isFalse();
  }

  @Test
  void copy_sourceGivesOtherBytes_isAMismatch() {
    source.tagged(source.addArtifact("a"));
    source.content.put(Digest.sha256("a"), new byte[] {'b'});

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(ContentMismatchException.class);
    assertThat(target.tags).isEmpty();
  }

  @Test
  void copy_firstFailure_stopsTheOthersAndIsThrown() {
    source.tagged(source.addArtifact("a", "b", "c", "d"));
    CountDownLatch othersStarted = new CountDownLatch(2);
    AtomicBoolean stoppedByInterrupt = new AtomicBoolean();
    target.onPush =
        descriptor -> {
          if (descriptor.digest().equals(Digest.sha256("a"))) {
            await(othersStarted);
            throw new IOException("first");
          }
          othersStarted.countDown();
          try {
            new CountDownLatch(1).await(); // until interrupted
          } catch (InterruptedException e) {
            stoppedByInterrupt.set(true);
            Thread.currentThread().interrupt();
            throw new IOException("second", e);
          }
        };

    assertThatThrownBy(() -> Transfer.create().withConcurrency(3).copy(source, "v1", target))
        .isInstanceOf(TransferException.class)
        .hasMessageContaining("first");
    assertThat(stoppedByInterrupt).isTrue();
    assertThat(target.pushed).isEmpty();
  }

  @Test
  void runAll_ioFailure_comesAsAStorageException() {
    assertThatThrownBy(
            () ->
                Transfer.create()
                    .runAll(
                        List.of(
                            () -> {
                              throw new IOException("disk");
                            })))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("disk");
  }

  @Test
  void copy_indexesNestedToTheLimit_areCopiedAndOneMoreIsRefused() {
    source.limits = ContentLimits.create().withMaxIndexDepth(3);
    Descriptor root = source.addArtifact("a");
    for (int depth = 0; depth < 3; depth++) {
      root = source.add(ImageIndex.create(List.of(root)));
    }
    source.tagged(root);
    Transfer.create().copy(source, "v1", target);
    source.tagged(source.add(ImageIndex.create(List.of(root))));

    assertThat(target.contains(root)).isTrue();
    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", new MemoryStore()))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxIndexDepth");
  }

  @Test
  void copy_tooManyManifests_isRefusedBeforeTheyAreFetched() {
    source.limits = ContentLimits.create().withMaxManifests(3);
    Descriptor root =
        source.tagged(
            source.add(
                ImageIndex.create(
                    List.of(
                        source.addArtifact("a"),
                        source.addArtifact("b"),
                        source.addArtifact("c")))));

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxManifests");
    assertThat(source.opened).containsExactly(root.digest());
  }

  @Test
  void copy_manifestsTooLargeTogether_areRefusedBeforeTheyAreFetched() {
    Descriptor claimed =
        Descriptor.of(MediaType.IMAGE_MANIFEST, Digest.sha256("?"), Long.MAX_VALUE);
    Descriptor root =
        source.tagged(source.add(ImageIndex.create(List.of(source.addArtifact("a"), claimed))));

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("maxGraphSize");
    assertThat(source.opened).containsExactly(root.digest());
  }

  @Test
  void copy_rootIsNoManifest_isRefused() {
    source.tagged(source.add("just bytes"));

    assertThatThrownBy(() -> Transfer.create().copy(source, "v1", target))
        .isInstanceOf(InvalidContentException.class);
  }

  @Test
  void copy_absurdSizes_areRefusedByTheStoreNotByArithmetic() {
    Descriptor huge = Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256("a"), Long.MAX_VALUE);
    Descriptor other = Descriptor.of(MediaType.OCTET_STREAM, Digest.sha256("b"), Long.MAX_VALUE);
    source.tagged(source.add(ImageManifest.create(huge, List.of(other))));
    RecordingListener listener = new RecordingListener();

    assertThatThrownBy(() -> Transfer.create().withListener(listener).copy(source, "v1", target))
        .isInstanceOf(ContentNotFoundException.class);
    assertThat(listener.events).contains("planned 3 " + Long.MAX_VALUE);
  }

  private static void failFor(Descriptor descriptor, String content, String message)
      throws IOException {
    if (descriptor.digest().equals(Digest.sha256(content))) {
      throw new IOException(message);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private record FailingToClose(Descriptor descriptor) implements Blob {
    @Override
    public InputStream open(long offset, long length) {
      return new ByteArrayInputStream(new byte[1]) {
        @Override
        public void close() throws IOException {
          throw new IOException("close");
        }
      };
    }
  }
}
