package dev.ocimodel.registry;

import java.util.OptionalLong;

/**
 * How one registry product differs from the letter of distribution-spec 1.1: what it refuses, and
 * which of its answers are not to be believed. The client knows the common ones by host name or by
 * the headers of their answers; {@link RegistryClient.Builder#profile} is for one that it does not
 * know, such as a Quay under a name of one's own.
 */
public final class RegistryProfile {

  private static final RegistryProfile STANDARD =
      new RegistryProfile("standard", UploadForm.WHOLE_THEN_CHUNKS, 0, true, true, true, false);

  private final String name;
  private final UploadForm uploads;
  private final long maxBlobSize;
  private final boolean resumable;
  private final boolean rangeTrusted;
  private final boolean createsRepositories;
  private final boolean discoversMounts;

  private RegistryProfile(
      String name,
      UploadForm uploads,
      long maxBlobSize,
      boolean resumable,
      boolean rangeTrusted,
      boolean createsRepositories,
      boolean discoversMounts) {
    this.name = name;
    this.uploads = uploads;
    this.maxBlobSize = maxBlobSize;
    this.resumable = resumable;
    this.rangeTrusted = rangeTrusted;
    this.createsRepositories = createsRepositories;
    this.discoversMounts = discoversMounts;
  }

  /** A registry that does what the specification says. */
  public static RegistryProfile standard() {
    return STANDARD;
  }

  /** Names the product, for messages. */
  public RegistryProfile withName(String product) {
    return new RegistryProfile(
        product,
        uploads,
        maxBlobSize,
        resumable,
        rangeTrusted,
        createsRepositories,
        discoversMounts);
  }

  /** Says how blobs go up. */
  public RegistryProfile withUploads(UploadForm form) {
    return new RegistryProfile(
        name, form, maxBlobSize, resumable, rangeTrusted, createsRepositories, discoversMounts);
  }

  /**
   * Says how large a blob may be; a larger one is refused before a byte of it moves.
   *
   * @param bytes at least 1
   */
  public RegistryProfile withMaxBlobSize(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("maxBlobSize must be at least 1: " + bytes);
    }
    return new RegistryProfile(
        name, uploads, bytes, resumable, rangeTrusted, createsRepositories, discoversMounts);
  }

  /** Says that a broken upload session cannot be gone on with: it is begun again. */
  public RegistryProfile withoutResume() {
    return new RegistryProfile(
        name, uploads, maxBlobSize, false, rangeTrusted, createsRepositories, discoversMounts);
  }

  /** Says that the {@code Range} of an accepted chunk is not what was received. */
  public RegistryProfile withoutTrustInRange() {
    return new RegistryProfile(
        name, uploads, maxBlobSize, resumable, false, createsRepositories, discoversMounts);
  }

  /** Says that a repository must be made by other means before something is pushed to it. */
  public RegistryProfile withoutNewRepositories() {
    return new RegistryProfile(
        name, uploads, maxBlobSize, resumable, rangeTrusted, false, discoversMounts);
  }

  /**
   * Says that the registry finds a blob by itself in other repositories, when it is asked to mount
   * it from anywhere (distribution-spec 1.1 "Mounting a blob from another repository", without
   * {@code from}).
   */
  public RegistryProfile withMountDiscovery() {
    return new RegistryProfile(
        name, uploads, maxBlobSize, resumable, rangeTrusted, createsRepositories, true);
  }

  /** Returns the product's name. */
  public String name() {
    return name;
  }

  /** Returns how blobs go up. */
  public UploadForm uploads() {
    return uploads;
  }

  /** Returns how many bytes a blob may have, where that is known. */
  public OptionalLong maxBlobSize() {
    return maxBlobSize == 0 ? OptionalLong.empty() : OptionalLong.of(maxBlobSize);
  }

  /** Whether a session can be asked what it has, and gone on with. */
  public boolean resumesUploads() {
    return resumable;
  }

  /** Whether the {@code Range} of an accepted chunk says what was received. */
  public boolean trustsRange() {
    return rangeTrusted;
  }

  /** Whether a push to a repository that is not there makes it. */
  public boolean createsRepositories() {
    return createsRepositories;
  }

  /** Whether a blob of another repository is found without naming that repository. */
  public boolean discoversMounts() {
    return discoversMounts;
  }

  @Override
  public String toString() {
    return "RegistryProfile[" + name + "]";
  }
}
