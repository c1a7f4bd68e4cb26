package dev.ocimodel.k8s;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Kubernetes minor version a pod is made for: that of the oldest API server or kubelet that
 * will see it.
 *
 * @param minor the number after {@code 1.}
 */
public record KubernetesVersion(int minor) implements Comparable<KubernetesVersion> {

  /** What is assumed unless said otherwise; our golden files are valid for its API schema. */
  public static final KubernetesVersion DEFAULT = new KubernetesVersion(36);

  private static final Pattern TEXT = Pattern.compile("v?1\\.([0-9]{1,3})(?:[.+-].{0,100})?");

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public KubernetesVersion {
    if (minor < 0) {
      throw new IllegalArgumentException("Not a Kubernetes minor version: " + minor);
    }
  }

  /**
   * Reads what clusters and people write: {@code 1.36}, {@code v1.36.3}, {@code v1.36.3-eks-1a2b}.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static KubernetesVersion parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Not a Kubernetes version: '" + text + "'; expected 1.MINOR, such as 1.36 or v1.36.3");
    }
    return new KubernetesVersion(Integer.parseInt(matcher.group(1)));
  }

  boolean isBefore(KubernetesVersion other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(KubernetesVersion other) {
    return Integer.compare(minor, other.minor);
  }

  /** Returns {@code 1.MINOR}. */
  @Override
  public String toString() {
    return "1." + minor;
  }
}
