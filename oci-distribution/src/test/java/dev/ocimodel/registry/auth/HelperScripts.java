package dev.ocimodel.registry.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Real credential helpers for tests: shell scripts in a directory that is first on the PATH. */
record HelperScripts(Path directory) {

  static final String REPLY =
      "echo '{\"ServerURL\":\"https://x\",\"Username\":\"alice\",\"Secret\":\"s\"}'";

  HelperScripts write(String name, String body) throws IOException {
    Path script = directory.resolve("docker-credential-" + name);
    Files.writeString(script, "#!/bin/sh\ncd '" + directory + "' || exit 9\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return this;
  }

  DockerConfigCredentials provider(String config) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), config);
    return DockerConfigCredentials.create().withEnvironment(environment()).withFile(file);
  }

  Map<String, String> environment() {
    return Map.of("PATH", directory + ":" + System.getenv("PATH"), "MARK", "seen-by-helper");
  }
}
