package dev.ocimodel.samples.cli;

import dev.ocimodel.registry.auth.DockerConfigCredentials;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a login kept is forgotten. */
@Command(
    name = "logout",
    description = "Forgets what docker's config.json or its helper keep for a registry.")
final class LogoutCommand implements Runnable {

  @Parameters(paramLabel = "REGISTRY", description = "HOST or HOST:PORT.")
  private String registry = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    boolean known = DockerConfigCredentials.create().erase(registry);
    spec.commandLine()
        .getOut()
        .println(
            known ? "Logged out of " + registry : "Nothing was kept for " + Printable.of(registry));
  }
}
