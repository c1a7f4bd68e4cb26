package dev.ocimodel.oci.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Foreign values in messages. */
class ForeignTextTest {

  @Test
  void list_aFew_allOfThemAndNothingThatDrivesATerminal() {
    assertThat(ForeignText.list(List.of())).isEmpty();
    assertThat(ForeignText.list(List.of("v1", "v\u001b[2J"))).isEqualTo("v1, v\\u001b[2J");
  }

  @Test
  void list_tooMany_theFirstTenAndThatThereAreMore() {
    assertThat(ForeignText.list(IntStream.range(0, 11).boxed().toList()))
        .isEqualTo("0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
    assertThat(ForeignText.list(IntStream.range(0, 10).boxed().toList())).endsWith("8, 9");
  }
}
