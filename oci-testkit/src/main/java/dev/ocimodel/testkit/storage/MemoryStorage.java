package dev.ocimodel.testkit.storage;

import dev.ocimodel.oci.Blob;
import dev.ocimodel.oci.Descriptor;
import dev.ocimodel.oci.Digest;
import dev.ocimodel.oci.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything in byte arrays: quick, and gone with the registry. For blobs well below 2 GiB. */
public final class MemoryStorage implements RegistryStorage {

  private final Map<Digest, Blob> contents = new ConcurrentHashMap<>();
  private final Map<Key, String> records = new ConcurrentHashMap<>();

  private record Key(String repository, Kind kind, String key) {}

  @Override
  public Optional<Blob> content(Digest digest) {
    return Optional.ofNullable(contents.get(digest));
  }

  @Override
  public PendingContent begin() {
    return new PendingBytes();
  }

  @Override
  public Optional<String> get(String repository, Kind kind, String key) {
    return Optional.ofNullable(records.get(new Key(repository, kind, key)));
  }

  @Override
  public void put(String repository, Kind kind, String key, String value) {
    records.put(new Key(repository, kind, key), value);
  }

  @Override
  public boolean remove(String repository, Kind kind, String key) {
    @Nullable String removed = records.remove(new Key(repository, kind, key));
    return removed != null;
  }

  @Override
  public List<String> keys(String repository, Kind kind) {
    return records.keySet().stream()
        .filter(k -> k.repository().equals(repository) && k.kind() == kind)
        .map(Key::key)
        .sorted()
        .toList();
  }

  @Override
  public List<String> repositories() {
    return records.keySet().stream().map(Key::repository).distinct().sorted().toList();
  }

  private final class PendingBytes extends PendingContent {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    void store(byte[] buffer, int length) {
      bytes.write(buffer, 0, length);
    }

    @Override
    InputStream reopen() {
      return new ByteArrayInputStream(bytes.toByteArray());
    }

    @Override
    void publishAs(Digest digest) {
      contents.computeIfAbsent(
          digest,
          d ->
              Blob.of(Descriptor.of(MediaType.OCTET_STREAM, d, bytes.size()), bytes.toByteArray()));
      bytes.reset();
    }

    @Override
    public void discard() {
      bytes.reset();
    }
  }
}
