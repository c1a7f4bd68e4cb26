package dev.ocimodel.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** One style of test names: {@code verb_condition_result}, the result dropped on the happy path. */
class TestNamingTest {
  private static final String METHOD_NAME = "[a-z][a-zA-Z0-9]*(_[a-z0-9][a-zA-Z0-9]*){1,2}";

  private static final DescribedPredicate<JavaMethod> ARE_TESTS =
      describe("are tests", m -> m.isAnnotatedWith(Testable.class) || isMetaTest(m));

  @Test
  void name_testMethod_readsVerbConditionResult() {
    methods()
        .that(ARE_TESTS)
        .should()
        .haveNameMatching(METHOD_NAME)
        .check(ProjectClasses.everything());
  }

  @Test
  void name_testClass_endsInTestItOrContract() {
    methods().that(ARE_TESTS).should(beDeclaredInATestClass()).check(ProjectClasses.everything());
  }

  private static boolean isMetaTest(JavaMethod method) {
    return method.isMetaAnnotatedWith(Testable.class);
  }

  private static ArchCondition<JavaMethod> beDeclaredInATestClass() {
    return new ArchCondition<>("be declared in a class whose name ends in Test, IT or Contract") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        JavaClass top = topLevel(method.getOwner());
        boolean satisfied = top.getSimpleName().matches(".*(Test|IT|Contract)");
        events.add(
            new SimpleConditionEvent(
                method, satisfied, method.getFullName() + " is declared in " + top.getName()));
      }
    };
  }

  private static JavaClass topLevel(JavaClass type) {
    JavaClass top = type;
    while (top.getEnclosingClass().isPresent()) {
      top = top.getEnclosingClass().get();
    }
    return top;
  }
}
