package dev.ocimodel.model;

import dev.ocimodel.model.StagedLayer.StagedFile;
import dev.ocimodel.model.StagedLayer.State;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives staged files their final names. */
final class Publication {

  private final TargetDirectory target;
  private final StagingDirectory staging;

  Publication(TargetDirectory target, StagingDirectory staging) {
    this.target = target;
    this.staging = staging;
  }

  void publish(Collection<StagedFile> files) throws IOException {
    Map<Path, List<StagedFile>> byContent = new HashMap<>();
    for (StagedFile file : files) {
      if (file.state() == State.STAGED) {
        byContent.computeIfAbsent(file.content(), content -> new ArrayList<>()).add(file);
      }
    }
    for (List<StagedFile> uses : byContent.values()) {
      for (StagedFile copy : uses.subList(1, uses.size())) {
        move(copy, duplicate(copy.content()));
      }
      move(uses.get(0), uses.get(0).content());
    }
  }

  /** The same bytes under two names are two files: one must not change with the other. */
  private Path duplicate(Path content) throws IOException {
    Path copy = staging.path().resolve("copy");
    Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    return copy;
  }

  private void move(StagedFile file, Path content) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(content, PosixFileAttributeView.class);
    if (file.executable() && view != null) {
      Set<PosixFilePermission> permissions = EnumSet.copyOf(view.readAttributes().permissions());
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      view.setPermissions(permissions);
    }
    target.publish(content, file.path());
  }
}
