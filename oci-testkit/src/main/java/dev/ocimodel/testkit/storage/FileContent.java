package dev.ocimodel.testkit.storage;

import dev.ocimodel.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Pending content in a file. */
final class FileContent extends PendingContent {

  /** Gives a finished file its place. */
  @FunctionalInterface
  interface Publication {
    void publish(Path file, Digest digest) throws IOException;
  }

  private final Path file;
  private final FileChannel channel;
  private final Publication publication;

  FileContent(Path file, Publication publication) throws IOException {
    this.file = file;
    this.publication = publication;
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  @Override
  void store(byte[] buffer, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  InputStream reopen() throws IOException {
    return Files.newInputStream(file);
  }

  @Override
  void publishAs(Digest digest) throws IOException {
    channel.close();
    publication.publish(file, digest);
  }

  @Override
  public void discard() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
