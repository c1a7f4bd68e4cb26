package dev.ocimodel.samples.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of bytes as people write them. */
final class Sizes implements ITypeConverter<Long> {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})\\s*([kmgt]?)(i?)b?");
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  static String show(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, UNITS[unit]);
  }

  /** Reads {@code 30GB}, {@code 28GiB} or a plain number of bytes. */
  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw notASize(text);
    }
    long base = matcher.group(3).isEmpty() ? 1000 : 1024;
    long bytes = Long.parseLong(matcher.group(1));
    int power = " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2));
    for (int i = 0; i < power; i++) {
      if (bytes > Long.MAX_VALUE / base) {
        throw notASize(text);
      }
      bytes *= base;
    }
    return bytes;
  }

  private static TypeConversionException notASize(String text) {
    return new TypeConversionException("'" + text + "' is no size; write 30GB, 28GiB or bytes");
  }
}
