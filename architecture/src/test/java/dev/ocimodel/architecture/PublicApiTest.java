package dev.ocimodel.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The public API of each module, compared with {@code architecture/api/<module>.api}. */
class PublicApiTest {
  private static final Pattern QUALIFIED_NAME = Pattern.compile("\\b([a-z]\\w*\\.)+[A-Z]\\w*");
  private static final List<String> ALWAYS_ALLOWED = List.of("java.", "dev.ocimodel.");

  @ParameterizedTest
  @EnumSource
  void export_publicTypes_equalsCheckedInText(PublishedModule module) throws IOException {
    CheckedIn.assertMatches(module.checkedInFile("api", ".api"), ApiText.of(module));
  }

  @ParameterizedTest
  @EnumSource
  void export_publicTypes_showsNoForeignType(PublishedModule module) {
    List<String> allowed =
        Stream.concat(ALWAYS_ALLOWED.stream(), module.foreignApiPackages().stream()).toList();
    Set<String> foreign =
        QUALIFIED_NAME
            .matcher(ApiText.of(module))
            .results()
            .map(MatchResult::group)
            .filter(name -> allowed.stream().noneMatch(name::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(foreign)
        .as("types of other projects in the public API of %s, which would bind our users", module)
        .isEmpty();
  }
}
