package dev.ocimodel.k8s;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Renders a pod as the YAML that {@code kubectl apply -f} takes: the same pod, the same bytes. */
final class PodYaml {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .enable(
                      YAMLWriteFeature.MINIMIZE_QUOTES,
                      YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
                  .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
                  .stringQuotingChecker(new PlainWords())
                  .build())
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private PodYaml() {}

  static String render(Pod pod) {
    return MAPPER.writeValueAsString(pod);
  }

  /**
   * Leaves only plain words and paths without quotes. kubectl reads YAML 1.1, in which far more
   * than numbers and {@code true} is not text ({@code on}, {@code 1_000}, {@code 1:30}, {@code
   * 0x1f}, {@code .inf}), so whatever does not start like a word or a path is quoted.
   */
  private static final class PlainWords extends StringQuotingChecker {

    private static final long serialVersionUID = 1;

    private static final Pattern PLAIN =
        Pattern.compile("[A-Za-z/][A-Za-z0-9/._@:-]*[A-Za-z0-9/]|--[a-z][a-z0-9-]*|[A-Za-z/]");
    private static final Set<String> RESERVED =
        Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf");

    @Override
    public boolean needToQuoteName(String name) {
      return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
      return !PLAIN.matcher(value).matches() || RESERVED.contains(value.toLowerCase(Locale.ROOT));
    }
  }
}
