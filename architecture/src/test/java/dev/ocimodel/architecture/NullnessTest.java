package dev.ocimodel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Absence is {@code @Nullable}; {@code Optional} is the answer of a look-up and nothing else. */
class NullnessTest {

  @Test
  void annotate_package_isNullMarked() {
    List<String> unmarked =
        ProjectClasses.everything().stream()
            .map(JavaClass::getPackage)
            .filter(p -> p.getName().startsWith("dev.ocimodel"))
            .filter(p -> !p.getName().endsWith(".jmh_generated"))
            .filter(p -> !isNullMarked(p))
            .map(JavaPackage::getName)
            .distinct()
            .sorted()
            .toList();

    assertThat(unmarked).as("packages whose package-info is not @NullMarked").isEmpty();
  }

  @Test
  void declare_field_holdsNoOptional() {
    ArchRuleDefinition.noFields()
        .should()
        .haveRawType(Optional.class)
        .check(ProjectClasses.published());
  }

  @Test
  void declare_parameter_takesNoOptional() {
    ArchRuleDefinition.codeUnits().should(takeNoOptional()).check(ProjectClasses.published());
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage.isAnnotatedWith(NullMarked.class);
  }

  private static ArchCondition<JavaCodeUnit> takeNoOptional() {
    return new ArchCondition<>("take no Optional") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        boolean written = !unit.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean takes =
            unit.getRawParameterTypes().stream().anyMatch(t -> t.isEquivalentTo(Optional.class));
        events.add(
            new SimpleConditionEvent(
                unit, !(written && takes), unit.getFullName() + " takes an Optional"));
      }
    };
  }
}
