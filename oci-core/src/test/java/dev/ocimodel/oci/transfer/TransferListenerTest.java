package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.Annotations;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageManifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferListenerTest {

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();
  private final RecordingListener listener = new RecordingListener();

  @Test
  void copy_oneAtATime_tellsEverythingInOrder() {
    source.addArtifact();
    target.content.put(Descriptor.EMPTY_JSON.digest(), new byte[0]);
    Descriptor layer = source.add("abc").withAnnotation(Annotations.TITLE, "a.bin");
    Descriptor root =
        source.tagged(source.add(ImageManifest.create(Descriptor.EMPTY_JSON, List.of(layer))));

    Transfer.create().withConcurrency(1).withListener(listener).copy(source, "v1", target);

    assertThat(listener.events)
        .containsExactly(
            "planned 3 " + (2 + 3 + root.size()),
            "SKIPPED " + Descriptor.EMPTY_JSON.digest(),
            "started a.bin",
            "progress a.bin 3",
            "committing a.bin",
            "COPIED a.bin",
            "started " + root.digest(),
            "progress " + root.digest() + " " + root.size(),
            "committing " + root.digest(),
            "COPIED " + root.digest());
  }

  @Test
  void copy_failure_isToldForTheItem() {
    source.tagged(source.addArtifact("a"));
    source.content.remove(Digest.sha256("a"));

    assertThatThrownBy(
            () ->
                Transfer.create()
                    .withConcurrency(1)
                    .withListener(listener)
                    .copy(source, "v1", target))
        .isInstanceOf(RuntimeException.class);
    assertThat(listener.events)
        .contains("started " + Digest.sha256("a"))
        .last()
        .isEqualTo("failed " + Digest.sha256("a"));
  }

  @Test
  void copy_listenerThrows_isNotDisturbed() {
    Descriptor root = source.tagged(source.addArtifact("a"));
    TransferListener broken =
        new TransferListener() {
          @Override
          public void onPlanned(int items, long bytes) {
            throw new IllegalStateException("planned");
          }

          @Override
          public void onProgress(TransferItem item, long position) {
            throw new AssertionError("progress");
          }

          @Override
          public void onCompleted(TransferItem item, TransferOutcome outcome) {
            throw new IllegalStateException("completed");
          }
        };

    Transfer.create().withListener(broken).copy(source, "v1", target);

    assertThat(target.tags).containsEntry("v1", root);
  }

  @Test
  void all_oneThrows_theOthersHearEverything() {
    source.tagged(source.addArtifact("a"));
    RecordingListener second = new RecordingListener();
    TransferListener broken =
        new TransferListener() {
          @Override
          public void onProgress(TransferItem item, long position) {
            throw new IllegalStateException("progress");
          }
        };

    Transfer.create()
        .withConcurrency(1)
        .withListener(TransferListener.all(listener, broken, second))
        .copy(source, "v1", target);

    assertThat(second.events).isEqualTo(listener.events).hasSizeGreaterThan(10);
  }

  @Test
  void all_everyEvent_isPassedOn() {
    TransferItem item = TransferItem.of(source.add("abc"));
    TransferListener both = TransferListener.all(listener);

    both.onResumed(item, 1);
    both.onRetried(item, 2);
    both.onFailed(item, new IllegalStateException());

    assertThat(listener.events)
        .containsExactly(
            "resumed " + item.name() + " 1",
            "retried " + item.name() + " 2",
            "failed " + item.name());
  }

  @Test
  void observe_producer_reportsThePositionWritten() throws IOException {
    TransferItem item = TransferItem.of(source.add("abc"));
    var out = new ByteArrayOutputStream();

    Transfer.create()
        .withListener(listener)
        .observe(
            item,
            sink -> {
              sink.write('a');
              sink.write(new byte[] {'b', 'c'});
            })
        .writeTo(out);

    assertThat(out.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("abc");
    assertThat(listener.events)
        .containsExactly(
            "progress " + item.name() + " 1",
            "progress " + item.name() + " 3",
            "committing " + item.name());
  }

  @Test
  void observe_openedAtAnOffset_startsThere() throws IOException {
    Descriptor descriptor = source.add("0123456789");

    try (var in =
        Transfer.create()
            .withListener(listener)
            .observe(TransferItem.of(descriptor), source.blob(descriptor))
            .open(4, 6)) {
      assertThat(in.readAllBytes()).asString().isEqualTo("456789");
    }

    assertThat(listener.events)
        .containsExactly(
            "resumed " + descriptor.digest() + " 4",
            "progress " + descriptor.digest() + " 10",
            "committing " + descriptor.digest());
  }
}
