package dev.ocimodel.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

/** Names say what a thing holds or does; these words say neither. */
class NamingTest {
  /**
   * A credential helper is what docker calls the program that holds a password: a word of the
   * field.
   */
  private static final String EMPTY_CLASS_WORDS =
      ".*(Manager|(?<!Credential)Helper|Helpers|Util|Utils|Utility|Utilities|Const|Constants|Common|Impl)";

  @Test
  void name_package_holdsNoEmptyWord() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..impl..",
            "..helper..",
            "..helpers..",
            "..misc..")
        .check(ProjectClasses.everything());
  }

  @Test
  void name_class_holdsNoEmptyWord() {
    noClasses()
        .should()
        .haveNameMatching(EMPTY_CLASS_WORDS)
        .because("a name says what a type is in the field's words")
        .check(ProjectClasses.everything());
  }
}
