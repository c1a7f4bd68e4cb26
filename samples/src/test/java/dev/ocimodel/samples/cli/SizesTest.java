package dev.ocimodel.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "30GB, 30000000000",
    "28GiB, 30064771072",
    "17, 17",
    "0, 0",
    "5 mb, 5000000",
    "3k, 3000",
    "1TiB, 1099511627776"
  })
  void convert_size_readsUnits(String text, long bytes) {
    assertThat(new Sizes().convert(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "big", "-1", "1.5GB", "3XB", "999999999999TB"})
  void convert_noSize_isRefused(String text) {
    assertThatThrownBy(() -> new Sizes().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' is no size; write 30GB");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.00 kB",
    "12345678, 12.3 MB",
    "30000000000, 30.0 GB",
    "9223372036854775807, 9223372.0 TB"
  })
  void show_bytes_threeFiguresAndAUnit(long bytes, String shown) {
    assertThat(Sizes.show(bytes)).isEqualTo(shown);
  }
}
