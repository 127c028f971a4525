package dev.trawl.analysis;

import dev.trawl.sweep.Distribution;
import java.util.Objects;
import java.util.stream.Collectors;

/** A hyperparameter's distribution in words, for people. */
public final class DistributionText {
  private DistributionText() {}

  /** Such as {@code one of 64, 128} or {@code 3e-5 to 0.003, on a log scale}. */
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
      return range(range.min(), range.max());
    }
    if (distribution instanceof Distribution.QUniform range) {
      return range(range.min(), range.max()) + ", in steps of " + NumberText.of(range.q());
    }
    if (distribution instanceof Distribution.LogUniformValues range) {
      return range(range.min(), range.max()) + ", on a log scale";
    }
    throw new IllegalArgumentException("need a known distribution, found " + distribution);
  }

  private static String range(double min, double max) {
    return NumberText.of(min) + " to " + NumberText.of(max);
  }
}
