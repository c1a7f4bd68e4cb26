package dev.ocimodel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Promises of {@link dev.ocimodel.oci.ContentSource#referrers}. */
interface ReferrersContract extends TargetContract {

  private Descriptor refer(Descriptor subject, String artifactType) throws IOException {
    target().push(TestContent.emptyConfig());
    ImageManifest referrer =
        TestContent.artifact(artifactType, List.of(TestContent.emptyConfig()))
            .withSubject(subject)
            .withAnnotations(Map.of("org.example.type", artifactType));
    target().push(referrer.toBlob());
    return referrer.descriptor();
  }

  private List<Digest> referrers(Descriptor subject, String artifactType) {
    return target().referrers(subject.digest(), new MediaType(artifactType)).stream()
        .map(Descriptor::digest)
        .toList();
  }

  @Test
  default void referrers_ofSeveralTypes_areAllListed() throws IOException {
    Descriptor subject = pushArtifact(60).descriptor();
    Descriptor signature = refer(subject, "application/vnd.test.signature");
    Descriptor sbom = refer(subject, "application/vnd.test.sbom");
    assertThat(target().referrers(subject.digest(), null))
        .extracting(Descriptor::digest)
        .containsExactlyInAnyOrder(signature.digest(), sbom.digest());
  }

  @Test
  default void referrers_ofOneType_areFiltered() throws IOException {
    Descriptor subject = pushArtifact(61).descriptor();
    Descriptor signature = refer(subject, "application/vnd.test.signature");
    refer(subject, "application/vnd.test.sbom");
    assertThat(referrers(subject, "application/vnd.test.signature"))
        .containsExactly(signature.digest());
    assertThat(referrers(subject, "application/vnd.test.other")).isEmpty();
  }

  @Test
  default void referrers_carryTypeSizeAndAnnotations() throws IOException {
    Descriptor subject = pushArtifact(62).descriptor();
    Descriptor referrer = refer(subject, "application/vnd.test.signature");
    Descriptor listed = target().referrers(subject.digest(), null).get(0);
    assertThat(listed.mediaType()).isEqualTo(referrer.mediaType());
    assertThat(listed.size()).isEqualTo(referrer.size());
    assertThat(listed.artifactType()).isEqualTo(new MediaType("application/vnd.test.signature"));
    assertThat(listed.annotations())
        .isEqualTo(Map.of("org.example.type", "application/vnd.test.signature"));
  }

  @Test
  default void referrers_ofSubjectWithout_areNone() throws IOException {
    Descriptor subject = pushArtifact(63).descriptor();
    refer(pushArtifact(64).descriptor(), "application/vnd.test.signature");
    assertThat(target().referrers(subject.digest(), null)).isEmpty();
  }

  @Test
  default void referrers_ofAbsentSubject_areListed() throws IOException {
    Descriptor absent =
        TestContent.artifact("application/vnd.test", List.of(TestContent.blob(65, 10)))
            .descriptor();
    Descriptor referrer = refer(absent, "application/vnd.test.signature");
    assertThat(target().referrers(absent.digest(), null))
        .extracting(Descriptor::digest)
        .containsExactly(referrer.digest());
  }

  @Test
  default void referrers_pushedAgainAndTagged_areListedOnce() throws IOException {
    Descriptor subject = pushArtifact(66).descriptor();
    Descriptor referrer = refer(subject, "application/vnd.test.signature");
    refer(subject, "application/vnd.test.signature");
    target().tag(referrer, "one");
    target().tag(referrer, "two");
    assertThat(target().referrers(subject.digest(), null))
        .extracting(Descriptor::digest)
        .containsExactly(referrer.digest());
  }

  @Test
  default void referrers_contentWasThereAsABlob_isListed() throws IOException {
    Descriptor subject = pushArtifact(67).descriptor();
    ImageManifest referrer =
        TestContent.artifact("application/vnd.test.x", List.of(TestContent.emptyConfig()))
            .withSubject(subject);
    target().push(Blob.of(MediaType.OCTET_STREAM, referrer.toByteArray()));
    target().push(referrer.toBlob());
    assertThat(target().referrers(subject.digest(), null))
        .extracting(Descriptor::digest)
        .containsExactly(referrer.descriptor().digest());
  }
}
