package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;

/** Checks that a grid can enumerate a parameter, and says how to write one that it can't. */
final class GridCheck {
  private static final int MOST_VALUES = 10_000;

  private final Problems problems;

  GridCheck(Problems problems) {
    this.problems = problems;
  }

  void check(YamlNode parameter, Distribution distribution) {
    if (distribution.size().orElse(Long.MAX_VALUE) > MOST_VALUES || distribution.isWeighted()) {
      problems.error(
          parameter.place(),
          distribution.describe() + " in a grid",
          "at most %s values to enumerate, such as {values: %s}"
              .formatted(
                  MOST_VALUES, ValueText.of(distribution.samples().stream().limit(3).toList())));
    }
  }
}
