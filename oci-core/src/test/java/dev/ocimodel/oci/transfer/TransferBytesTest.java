package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.BlobEvents;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import dev.ocimodel.oci.layout.OciLayout;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes by cause, in results and events. */
class TransferBytesTest {

  private static final String CONTENT = "0123456789";
  private static final Digest DIGEST = Digest.sha256(CONTENT);

  private final MemoryStore source = new MemoryStore();
  private final RecordingListener listener = new RecordingListener();
  private final Transfer transfer = Transfer.create().withConcurrency(1).withListener(listener);

  @TempDir Path directory;
  private OciLayout layout;
  private Descriptor root;

  @BeforeEach
  void prepare() {
    layout = OciLayout.openOrCreate(directory);
    root = source.tagged(source.addArtifact(CONTENT));
  }

  private Path partFile() throws IOException {
    Path ingest = Files.createDirectories(directory.resolve(".ocimodel-ingest"));
    return ingest.resolve("sha256-" + DIGEST.encoded() + ".part");
  }

  private TransferBytes copy() {
    return transfer.copy(source, "v1", layout).bytes();
  }

  @Test
  void copy_partOfABlobIsThere_countsItAsResumed() throws IOException {
    Files.writeString(partFile(), "0123");

    assertThat(copy()).isEqualTo(new TransferBytes(6 + 2 + root.size(), 0, 0, 4, 0));
    assertThat(listener.events)
        .containsSubsequence(
            "started " + DIGEST,
            "resumed " + DIGEST + " 4",
            "progress " + DIGEST + " 10",
            "committing " + DIGEST,
            "COPIED " + DIGEST);
  }

  @Test
  void copy_wholeBlobIsThereUnpublished_movesNothingOfIt() throws IOException {
    Files.writeString(partFile(), CONTENT);

    assertThat(copy()).isEqualTo(new TransferBytes(2 + root.size(), 0, 0, 10, 0));
    assertThat(source.opened).doesNotContain(DIGEST);
    assertThat(listener.events)
        .containsSubsequence(
            "resumed " + DIGEST + " 10", "committing " + DIGEST, "COPIED " + DIGEST);
  }

  @Test
  void copy_whatWasThereIsDamaged_countsWhatMovedTwiceAsRetried() throws IOException {
    Files.writeString(partFile(), "9999");

    assertThat(copy()).isEqualTo(new TransferBytes(10 + 2 + root.size(), 0, 0, 0, 6));
    assertThat(listener.events)
        .containsSubsequence(
            "resumed " + DIGEST + " 4",
            "committing " + DIGEST,
            "resumed " + DIGEST + " 0",
            "progress " + DIGEST + " 10",
            "retried " + DIGEST + " 6",
            "committing " + DIGEST,
            "COPIED " + DIGEST);
  }

  @Test
  void copy_brokenThenAgain_theSecondResumesWhatTheFirstMoved() {
    AtomicBoolean broken = new AtomicBoolean(true);
    MemoryStore breaking =
        new MemoryStore() {
          @Override
          public Blob blob(Descriptor descriptor) {
            Blob whole = super.blob(descriptor);
            return descriptor.digest().equals(DIGEST) && broken.get()
                ? new BreakingBlob(whole)
                : whole;
          }
        };
    breaking.tagged(breaking.addArtifact(CONTENT));

    assertThatThrownBy(() -> transfer.copy(breaking, "v1", layout))
        .isInstanceOf(TransferException.class);
    broken.set(false);

    assertThat(transfer.copy(breaking, "v1", layout).bytes())
        .isEqualTo(new TransferBytes(7 + root.size(), 2, 0, 3, 0));
  }

  @Test
  void copy_storesTellOfMountsAndRetries_areCounted() {
    MemoryStore telling =
        new MemoryStore() {
          @Override
          public Blob blob(Descriptor descriptor, BlobEvents events) {
            if (descriptor.digest().equals(Digest.sha256("twice"))) {
              events.onRetried(3);
            }
            return blob(descriptor);
          }
        };
    Descriptor both = telling.tagged(telling.addArtifact("mounted", "twice"));
    MemoryStore target =
        new MemoryStore() {
          @Override
          public void push(Blob blob) throws IOException {
            if (blob.descriptor().digest().equals(Digest.sha256("mounted"))) {
              blob.events().onMounted();
              content.put(blob.descriptor().digest(), new byte[0]);
            } else {
              super.push(blob);
            }
          }
        };

    TransferBytes bytes = transfer.copy(telling, "v1", target).bytes();

    assertThat(bytes).isEqualTo(new TransferBytes(2 + 5 + both.size(), 0, 7, 0, 3));
    assertThat(listener.events)
        .contains(
            "MOUNTED " + Digest.sha256("mounted"), "retried " + Digest.sha256("twice") + " 3");
  }

  @Test
  void copy_targetFindsTheBlobWhilePushing_isSkipped() {
    MemoryStore racing =
        new MemoryStore() {
          @Override
          public void push(Blob blob) throws IOException {
            if (blob.descriptor().digest().equals(DIGEST)) {
              content.put(DIGEST, CONTENT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else {
              super.push(blob);
            }
          }
        };

    assertThat(transfer.copy(source, "v1", racing).bytes())
        .isEqualTo(new TransferBytes(2 + root.size(), 10, 0, 0, 0));
  }

  @Test
  void observe_rangesReadInAnyOrder_countEachByteOnce() throws IOException {
    Descriptor descriptor = Descriptor.of(MediaType.OCTET_STREAM, DIGEST, 10);
    ItemTally tally = transfer.tally(TransferItem.of(descriptor));
    ObservedBlob blob = new ObservedBlob(tally, source.blob(descriptor));

    for (int[] range : new int[][] {{0, 2}, {6, 3}, {1, 6}, {9, 1}, {0, 10}}) {
      try (InputStream in = blob.open(range[0], range[1])) {
        in.readAllBytes();
      }
    }

    assertThat(tally.bytes(tally.outcome())).isEqualTo(new TransferBytes(10, 0, 0, 0, 1 + 1 + 10));
  }

  /** Fails after three bytes. */
  private record BreakingBlob(Blob whole) implements Blob {
    @Override
    public Descriptor descriptor() {
      return whole.descriptor();
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
      return new FilterInputStream(whole.open(offset, length)) {
        private boolean given;

        @Override
        public int read(byte[] buffer, int from, int count) throws IOException {
          if (given) {
            throw new IOException("reset");
          }
          given = true;
          return super.read(buffer, from, 3);
        }
      };
    }
  }
}
