package dev.ocimodel.architecture;

import java.nio.file.Path;
import java.util.List;

/** The modules that users add to their builds, and what each of them may see. */
enum PublishedModule {
  OCI_CORE("oci-core", "dev.ocimodel.oci", List.of(), List.of()),
  OCI_DISTRIBUTION("oci-distribution", "dev.ocimodel.registry", List.of(OCI_CORE), List.of()),
  MODEL_PACKAGING("model-packaging", "dev.ocimodel.model", List.of(OCI_CORE), List.of()),
  K8S_SPEC_GEN("k8s-spec-gen", "dev.ocimodel.k8s", List.of(OCI_CORE), List.of("io.fabric8.")),
  OCI_TESTKIT(
      "oci-testkit",
      "dev.ocimodel.testkit",
      List.of(OCI_CORE),
      List.of("org.assertj.", "org.junit.jupiter.api."));

  private final String directoryName;
  private final String rootPackage;
  private final List<PublishedModule> sees;
  private final List<String> foreignApiPackages;

  PublishedModule(
      String directoryName,
      String rootPackage,
      List<PublishedModule> sees,
      List<String> foreignApiPackages) {
    this.directoryName = directoryName;
    this.rootPackage = rootPackage;
    this.sees = sees;
    this.foreignApiPackages = foreignApiPackages;
  }

  /** The package that holds all packages of the module. */
  String rootPackage() {
    return rootPackage;
  }

  /** The modules of ours whose types the module may use. */
  List<PublishedModule> sees() {
    return sees;
  }

  /** Package prefixes of other projects whose types may occur in the module's public API. */
  List<String> foreignApiPackages() {
    return foreignApiPackages;
  }

  Path directory() {
    return ProjectFiles.root().resolve(directoryName);
  }

  Path classes() {
    return directory().resolve("target/classes");
  }

  /** A file of this module below a folder of the architecture module, as in {@code api/x.api}. */
  Path checkedInFile(String folder, String extension) {
    return ProjectFiles.architecture().resolve(folder).resolve(directoryName + extension);
  }

  @Override
  public String toString() {
    return directoryName;
  }
}
