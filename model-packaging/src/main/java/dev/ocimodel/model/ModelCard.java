package dev.ocimodel.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The front matter of a Hugging Face model card; of its YAML only what is asked for is read. */
final class ModelCard {

  private static final String FENCE = "---";
  private static final String FIELD = "license:";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  /** Hugging Face writes SPDX identifiers in lowercase; SPDX has a case of its own. */
  private static final Map<String, String> SPDX =
      Map.ofEntries(
          Map.entry("apache-2.0", "Apache-2.0"),
          Map.entry("mit", "MIT"),
          Map.entry("afl-3.0", "AFL-3.0"),
          Map.entry("agpl-3.0", "AGPL-3.0-only"),
          Map.entry("artistic-2.0", "Artistic-2.0"),
          Map.entry("bsd-2-clause", "BSD-2-Clause"),
          Map.entry("bsd-3-clause", "BSD-3-Clause"),
          Map.entry("bsl-1.0", "BSL-1.0"),
          Map.entry("cc-by-4.0", "CC-BY-4.0"),
          Map.entry("cc-by-nc-4.0", "CC-BY-NC-4.0"),
          Map.entry("cc-by-nc-nd-4.0", "CC-BY-NC-ND-4.0"),
          Map.entry("cc-by-nc-sa-4.0", "CC-BY-NC-SA-4.0"),
          Map.entry("cc-by-sa-4.0", "CC-BY-SA-4.0"),
          Map.entry("cc0-1.0", "CC0-1.0"),
          Map.entry("gpl-2.0", "GPL-2.0-only"),
          Map.entry("gpl-3.0", "GPL-3.0-only"),
          Map.entry("isc", "ISC"),
          Map.entry("lgpl-3.0", "LGPL-3.0-only"),
          Map.entry("mpl-2.0", "MPL-2.0"),
          Map.entry("unlicense", "Unlicense"));

  private ModelCard() {}

  /** Returns the licences as SPDX identifiers, {@code LicenseRef-…} where SPDX has none. */
  static List<String> licenses(byte[] readme) {
    return licenseLines(new String(readme, StandardCharsets.UTF_8)).stream()
        .map(line -> line.replaceAll("[\"'\\[\\]]", "").strip())
        .filter(id -> IDENTIFIER.matcher(id).matches())
        .filter(id -> !id.equals("other") && !id.equals("unknown"))
        .map(id -> SPDX.getOrDefault(id.toLowerCase(Locale.ROOT), "LicenseRef-" + id))
        .toList();
  }

  /** The value of the field: on its line, or as a list on the lines below. */
  private static List<String> licenseLines(String readme) {
    List<String> values = new ArrayList<>();
    Iterator<String> lines = readme.lines().iterator();
    if (!lines.hasNext() || !lines.next().stripTrailing().equals(FENCE)) {
      return values;
    }
    boolean within = false;
    while (lines.hasNext()) {
      String line = lines.next().stripTrailing();
      if (line.equals(FENCE)) {
        return values;
      }
      if (line.startsWith(FIELD)) {
        within = true;
        values.add(line.substring(FIELD.length()));
      } else if (within && line.strip().startsWith("- ")) {
        values.add(line.strip().substring(2));
      } else {
        within = false;
      }
    }
    return List.of(); // a front matter that does not end is none
  }
}
