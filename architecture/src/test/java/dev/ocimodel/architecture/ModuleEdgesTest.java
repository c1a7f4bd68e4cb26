package dev.ocimodel.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.ocimodel.oci.OciException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows of the house: every module stands on oci-core and sees no other. */
class ModuleEdgesTest {
  /** The error family lives in the root package, so that one catch serves; it counts as a word. */
  private static final DescribedPredicate<JavaClass> ERROR_FAMILY =
      assignableTo(OciException.class);

  @ParameterizedTest
  @EnumSource
  void depend_publishedModule_onlyOnWhatItMaySee(PublishedModule module) {
    String[] visible =
        Stream.concat(Stream.of(module), module.sees().stream())
            .map(m -> m.rootPackage() + "..")
            .toArray(String[]::new);
    classes()
        .that(resideInAnyPackage(module.rootPackage() + ".."))
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.ocimodel..").or(resideInAnyPackage(visible)))
        .allowEmptyShould(true)
        .check(ProjectClasses.published());
  }

  @Test
  void depend_packages_withoutCycles() {
    slices()
        .matching("dev.ocimodel.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(alwaysTrue(), ERROR_FAMILY)
        .check(ProjectClasses.published());
  }

  @Test
  void depend_engine_onNoStore() {
    noClasses()
        .that()
        .resideInAPackage("dev.ocimodel.oci.transfer..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ocimodel.oci.layout..")
        .because("the engine moves a graph between any two stores")
        .check(ProjectClasses.published());
  }

  @Test
  void depend_values_onNoStoreAndNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.ocimodel.oci", "dev.ocimodel.oci.json")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ocimodel.oci.layout..", "dev.ocimodel.oci.transfer..")
        .check(ProjectClasses.published());
  }
}
