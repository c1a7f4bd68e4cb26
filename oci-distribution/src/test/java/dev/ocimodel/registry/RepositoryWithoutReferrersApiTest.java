package dev.ocimodel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ocimodel.oci.ContentNotFoundException;
import dev.ocimodel.oci.ContentTarget;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.ImageManifest;
import dev.ocimodel.oci.InvalidContentException;
import dev.ocimodel.testkit.ContentTargetContract;
import dev.ocimodel.testkit.TestContent;
import dev.ocimodel.testkit.TestRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The same contract where referrers are listed by a tag (distribution-spec 1.1 "Referrers Tag
 * Schema").
 */
class RepositoryWithoutReferrersApiTest extends ContentTargetContract {

  private final TestRegistry registry = TestRegistry.builder().withoutReferrersApi().start();
  private final RegistryClient client = RegistryClient.builder().build();
  private final Repository repository = client.repository(registry.address() + "/contract/target");

  @Override
  protected ContentTarget createTarget() {
    return repository;
  }

  @AfterEach
  void close() {
    client.close();
    registry.close();
  }

  private Descriptor pushSubject() throws IOException {
    repository.push(TestContent.emptyConfig());
    ImageManifest subject =
        TestContent.artifact("application/vnd.test", List.of(TestContent.emptyConfig()));
    repository.push(subject.toBlob());
    return subject.descriptor();
  }

  private static ImageManifest referrer(Descriptor subject, int number) {
    return TestContent.artifact(
            "application/vnd.test.n" + number, List.of(TestContent.emptyConfig()))
        .withSubject(subject);
  }

  @Test
  void push_manyReferrersAtOnce_noneIsLost() throws Exception {
    Descriptor subject = pushSubject();
    List<Callable<Void>> pushes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ImageManifest referrer = referrer(subject, i);
      pushes.add(
          () -> {
            client.repository(repository.name()).push(referrer.toBlob());
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(6);
    for (Future<Void> push : pool.invokeAll(pushes)) {
      push.get();
    }
    pool.shutdown();
    assertThat(repository.referrers(subject.digest(), null)).hasSize(12);
  }

  @Test
  void push_sameReferrerTwice_listedOnce() throws IOException {
    Descriptor subject = pushSubject();
    repository.push(referrer(subject, 1).toBlob());
    repository.push(referrer(subject, 1).toBlob());
    assertThat(repository.referrers(subject.digest(), null)).hasSize(1);
  }

  @Test
  void delete_aReferrer_leavesTheList() throws IOException {
    Descriptor subject = pushSubject();
    repository.push(referrer(subject, 1).toBlob());
    repository.push(referrer(subject, 2).toBlob());
    repository.delete(referrer(subject, 1).descriptor().digest());
    assertThat(repository.referrers(subject.digest(), null))
        .extracting(Descriptor::digest)
        .containsExactly(referrer(subject, 2).descriptor().digest());
  }

  @Test
  void untag_removesTheNameOnly() throws IOException {
    Descriptor subject = pushSubject();
    repository.tag(subject, "v1");
    repository.tag(subject, "v2");
    repository.untag("v1");
    assertThat(repository.tags()).containsExactly("v2");
    assertThatThrownBy(() -> repository.untag("v1")).isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  void delete_manifest_itsTagsGoWithIt() throws IOException {
    Descriptor subject = pushSubject();
    repository.tag(subject, "v1");
    repository.delete(subject.digest());
    assertThat(repository.tags()).isEmpty();
    assertThatThrownBy(() -> repository.delete(subject.digest()))
        .isInstanceOf(ContentNotFoundException.class);
  }

  @Test
  void push_tagTakenByTheSubjectItself_refused() throws IOException {
    Descriptor subject = pushSubject();
    repository.tag(subject, "sha256-" + subject.digest().encoded());
    assertThatThrownBy(() -> repository.push(referrer(subject, 1).toBlob()))
        .isInstanceOf(InvalidContentException.class)
        .hasMessageContaining("no list of referrers");
    assertThat(repository.referrers(subject.digest(), null)).isEmpty();
  }
}
