package dev.ocimodel.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** What a library may not do to the program that it is a guest in. */
class LibraryMannersTest {

  @Test
  void write_standardStreams_neverHappens() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ProjectClasses.published());
  }

  @Test
  void log_throughJavaUtilLogging_neverHappens() {
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(ProjectClasses.published());
  }

  @Test
  void throw_genericException_neverHappens() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(ProjectClasses.published());
  }

  @Test
  void declare_genericException_onNoPublicMember() {
    codeUnits()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .notDeclareThrowableOfType(Exception.class)
        .andShould()
        .notDeclareThrowableOfType(Throwable.class)
        .check(ProjectClasses.published());
  }

  @Test
  void lock_method_neverSynchronized() {
    methods()
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .because("a virtual thread that blocks inside is pinned: use a ReentrantLock")
        .check(ProjectClasses.published());
  }

  @Test
  void hold_executor_onlyInWhatIsClosed() {
    fields()
        .that()
        .haveRawType(assignableTo(ExecutorService.class))
        .should()
        .beDeclaredInClassesThat()
        .areAssignableTo(AutoCloseable.class)
        .because("a pool in a field that nobody closes keeps the program alive")
        .allowEmptyShould(true)
        .check(ProjectClasses.published());
  }

  @Test
  void hold_threadLocal_neverHappens() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocal.class)
        .because("with a virtual thread per task it is a leak, not a cache")
        .check(ProjectClasses.published());
  }

  @Test
  void run_onCommonPool_neverHappens() {
    noClasses()
        .should()
        .callMethodWhere(target(nameMatching("parallelStream|parallel|commonPool")))
        .because("blocking there starves the program that we are a guest in")
        .check(ProjectClasses.published());
  }
}
