package dev.ocimodel.oci.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.BlobTooLargeException;
import dev.ocimodel.oci.ContentLimits;
import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageIndex;
import dev.ocimodel.oci.InvalidContentException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several roots in one call. */
@Timeout(60)
class TransferManyTest {

  private static final List<CopyRequest> ALL =
      List.of(CopyRequest.of("one"), new CopyRequest("two", "zwei"), CopyRequest.of("three"));

  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore();
  private Descriptor one;
  private Descriptor two;
  private Descriptor three;

  @BeforeEach
  void fill() {
    one = source.addArtifact("shared", "a");
    two = source.addArtifact("shared", "b");
    three = source.add(ImageIndex.create(List.of(one)));
    source.tags.put("one", one);
    source.tags.put("two", two);
    source.tags.put("three", three);
  }

  private TransferSummary copyAll() {
    return Transfer.create().withConcurrency(3).copyAll(source, ALL, target);
  }

  private static TransferResult result(TransferSummary summary, int index) {
    return Objects.requireNonNull(summary.outcomes().get(index).result());
  }

  @Test
  void copyAll_sharedContent_movesOnceAndCountsOnce() {
    TransferSummary summary = copyAll();

    assertThat(target.tags)
        .containsEntry("one", one)
        .containsEntry("zwei", two)
        .containsEntry("three", three)
        .hasSize(3);
    assertThat(target.pushed).doesNotHaveDuplicates();
    assertThat(source.opened).doesNotHaveDuplicates();
    long all = source.content.values().stream().mapToLong(bytes -> bytes.length).sum();
    assertThat(summary.bytes()).isEqualTo(new TransferBytes(all, 0, 0, 0, 0));
    assertThat(result(summary, 0).bytes())
        .isEqualTo(new TransferBytes(2 + 6 + 1 + one.size(), 0, 0, 0, 0));
    assertThat(result(summary, 1).bytes())
        .isEqualTo(new TransferBytes(1 + two.size(), 2 + 6, 0, 0, 0));
    assertThat(result(summary, 2).copiedBytes()).isEqualTo(three.size());
    assertThat(result(summary, 2).blobs()).isEqualTo(5);
    assertThat(summary.failed()).isEmpty();
    summary.throwIfFailed();
  }

  @Test
  void copyAll_rootsShareTheLanes_blobsOfBothAreInFlightTogether() {
    CyclicBarrier meeting = new CyclicBarrier(2);
    target.onPush =
        descriptor -> {
          boolean ofOne = descriptor.digest().equals(Digest.sha256("a"));
          boolean ofTwo = descriptor.digest().equals(Digest.sha256("b"));
          if (ofOne || ofTwo) {
            try {
              meeting.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
              throw new IOException("they do not meet", e);
            }
          }
        };

    copyAll().throwIfFailed();
  }

  @Test
  void copyAll_blobMissing_failsOnlyThoseThatNeedIt() {
    source.content.remove(Digest.sha256("a"));

    TransferSummary summary = copyAll();

    assertThat(target.tags).containsOnlyKeys("zwei");
    assertThat(summary.failed())
        .extracting(o -> o.request().sourceReference())
        .containsExactly("one", "three");
    assertThat(summary.failed().get(0).failure()).isInstanceOf(ContentNotFoundException.class);
    assertThat(summary.failed().get(1).failure()).isSameAs(summary.failed().get(0).failure());
    assertThat(result(summary, 1).root()).isEqualTo(two);
    assertThat(target.contains(one)).isFalse();
    assertThatThrownBy(summary::throwIfFailed)
        .isInstanceOf(ContentNotFoundException.class)
        .hasNoSuppressedExceptions();
  }

  @Test
  void copyAll_unknownTagAndBrokenManifest_failAloneBeforeTheirBytesMove() {
    source.content.put(two.digest(), new byte[] {'{'});
    source.tags.remove("three");

    TransferSummary summary = copyAll();

    assertThat(target.tags).containsOnlyKeys("one");
    assertThat(target.content).doesNotContainKey(Digest.sha256("b"));
    assertThat(summary.failed()).hasSize(2);
    assertThatThrownBy(summary::throwIfFailed)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void copyAll_tagRefused_failsThatRootOnly() {
    MemoryStore refusing =
        new MemoryStore() {
          @Override
          public void tag(Descriptor manifest, String tagOrDigest) {
            if (tagOrDigest.equals("zwei")) {
              throw new InvalidContentException("no such tags here");
            }
            super.tag(manifest, tagOrDigest);
          }
        };

    TransferSummary summary = Transfer.create().copyAll(source, ALL, refusing);

    assertThat(refusing.tags).containsOnlyKeys("one", "three");
    assertThat(summary.failed()).hasSize(1);
    assertThat(summary.bytes().copied()).isPositive();
  }

  @Test
  void copyAll_overALimit_failsTheRootThatPassesIt() {
    source.limits = ContentLimits.create().withMaxManifests(2);

    TransferSummary summary = copyAll();

    assertThat(summary.failed()).hasSize(1);
    assertThat(summary.failed().get(0).failure()).hasMessageContaining("maxManifests");
    assertThat(target.tags).containsOnlyKeys("one", "zwei");
  }

  @Test
  void copyAll_blobLargerThanTheTargetTakes_isRefusedBeforeABlobMoves() {
    source.tags.put("big", source.addArtifact("shared", "far too large"));
    target.largestBlob = OptionalLong.of(6);

    assertThatThrownBy(() -> Transfer.create().copy(source, "big", target))
        .isInstanceOf(BlobTooLargeException.class);
    assertThat(target.pushed).isEmpty();
    TransferSummary summary =
        Transfer.create()
            .copyAll(source, List.of(CopyRequest.of("big"), CopyRequest.of("two")), target);

    assertThat(summary.failed()).hasSize(1);
    assertThat(target.tags).containsOnlyKeys("two");
    target.add("far too large");
    Transfer.create().copy(source, "big", target);
    assertThat(target.tags).containsKey("big");
  }

  @Test
  void copyAll_cancelled_throwsInsteadOfReporting() {
    Cancellation cancellation = Cancellation.create();
    target.onPush = descriptor -> cancellation.cancel();

    assertThatThrownBy(
            () -> Transfer.create().withCancellation(cancellation).copyAll(source, ALL, target))
        .isInstanceOf(TransferCancelledException.class);
    assertThat(target.tags).isEmpty();
  }

  @Test
  void copyAll_twoForOneName_isRefused() {
    List<CopyRequest> clash = List.of(CopyRequest.of("one"), new CopyRequest("two", "one"));

    assertThatThrownBy(() -> Transfer.create().copyAll(source, clash, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one");
    assertThat(source.opened).isEmpty();
  }

  @Test
  void plan_manyRoots_saysWhatWouldMoveAndMovesNothing() {
    target.content.put(Digest.sha256("shared"), new byte[0]);

    TransferPlan plan = Transfer.create().plan(source, ALL, target);

    assertThat(target.pushed).isEmpty();
    assertThat(target.tags).isEmpty();
    assertThat(source.opened).containsExactlyInAnyOrder(one.digest(), two.digest(), three.digest());
    PlannedRoot first = plan.roots().get(0);
    assertThat(first.root()).isEqualTo(one);
    assertThat(first.items().get(0)).isEqualTo(new PlannedItem(one, PlannedItem.Action.COPY));
    assertThat(first.bytes(PlannedItem.Action.COPY)).isEqualTo(one.size() + 2 + 1);
    assertThat(first.bytes(PlannedItem.Action.SKIP)).isEqualTo(6);
    assertThat(plan.roots().get(2).bytes(PlannedItem.Action.COPY))
        .isEqualTo(three.size() + one.size() + 2 + 1);
    assertThat(plan.bytesToCopy()).isEqualTo(copyAll().bytes().copied());
  }

  @Test
  void plan_rootIsThere_copiesNothing() {
    copyAll();

    PlannedRoot plan = Transfer.create().plan(source, "one", target);

    assertThat(plan.items()).containsExactly(new PlannedItem(one, PlannedItem.Action.SKIP));
  }

  @Test
  void plan_failure_isThrown() {
    assertThatThrownBy(() -> Transfer.create().plan(source, "four", target))
        .isInstanceOf(ContentNotFoundException.class);
  }
}
