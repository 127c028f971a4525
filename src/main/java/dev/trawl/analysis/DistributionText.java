package dev.trawl.analysis;

import dev.trawl.sweep.Distribution;
import java.util.Objects;
import java.util.stream.Collectors;

/** A hyperparameter's distribution in words, for people. */
public final class DistributionText {
  private DistributionText() {}

  /** Such as {@code one of 64, 128} or {@code 3.0E-4 to 0.003, on a log scale}. */
  public static String of(Distribution distribution) {
    if (distribution instanceof Distribution.Constant constant) {
      return "always " + constant.value();
    }
    if (distribution instanceof Distribution.Categorical categorical) {
      return categorical.values().stream()
          .map(Objects::toString)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (distribution instanceof Distribution.IntUniform range) {
      return "%d to %d, whole numbers".formatted(range.min(), range.max());
    }
    if (distribution instanceof Distribution.Uniform range) {
      return "%s to %s".formatted(range.min(), range.max());
    }
    if (distribution instanceof Distribution.QUniform range) {
      return "%s to %s, in steps of %s".formatted(range.min(), range.max(), range.q());
    }
    if (distribution instanceof Distribution.LogUniformValues range) {
      return "%s to %s, on a log scale".formatted(range.min(), range.max());
    }
    throw new IllegalArgumentException("need a known distribution, found " + distribution);
  }
}
