package dev.ocimodel.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The compiled classes of the project, read once for all tests. */
final class ProjectClasses {
  private static final JavaClasses PUBLISHED = read(publishedFolders());
  private static final JavaClasses TESTS = read(ProjectFiles.inEveryModule("target/test-classes"));
  private static final JavaClasses EVERYTHING = read(everyFolder());

  private ProjectClasses() {}

  /** The main classes of the published modules. */
  static JavaClasses published() {
    return PUBLISHED;
  }

  /** The test classes of every module that has been built, this one included. */
  static JavaClasses tests() {
    return TESTS;
  }

  /** Main and test classes of every module that has been built. */
  static JavaClasses everything() {
    return EVERYTHING;
  }

  private static List<Path> publishedFolders() {
    List<Path> folders = new ArrayList<>();
    for (PublishedModule module : PublishedModule.values()) {
      if (!Files.isDirectory(module.classes())) {
        throw new IllegalStateException(
            "There are no classes of " + module + " in " + module.classes() + ": build it first.");
      }
      folders.add(module.classes());
    }
    return folders;
  }

  private static List<Path> everyFolder() {
    List<Path> folders = new ArrayList<>(ProjectFiles.inEveryModule("target/classes"));
    folders.addAll(ProjectFiles.inEveryModule("target/test-classes"));
    return folders;
  }

  private static JavaClasses read(List<Path> folders) {
    return new ClassFileImporter().importPaths(folders);
  }
}
