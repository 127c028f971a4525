package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.Collectors;

/** Checks that a grid can enumerate a parameter, and says how to write one that it can't. */
final class GridCheck {
  private static final int MOST_VALUES = 10_000;
  private static final MathContext SHOWN_DIGITS = new MathContext(3);

  private final Problems problems;

  GridCheck(Problems problems) {
    this.problems = problems;
  }

  void check(YamlNode parameter, Distribution distribution) {
    if (distribution.isWeighted()) {
      refuse(parameter, distribution, "values without probabilities: a grid tries each once");
    } else if (distribution.size().isEmpty()) {
      refuse(parameter, distribution, "value, values, int_uniform or q_uniform");
    } else if (distribution.size().getAsLong() > MOST_VALUES) {
      refuse(parameter, distribution, "at most %,d values".formatted(MOST_VALUES));
    }
  }

  private void refuse(YamlNode parameter, Distribution distribution, String expected) {
    problems.error(
        parameter.place(),
        distribution.describe() + " in a grid",
        "%s, such as {values: %s}"
            .formatted(
                expected,
                distribution.samples().stream()
                    .distinct()
                    .limit(3)
                    .map(GridCheck::rounded)
                    .collect(Collectors.joining(", ", "[", "]"))));
  }

  private static String rounded(Object sample) {
    return ValueText.of(
        sample instanceof Double number
            ? new BigDecimal(number, SHOWN_DIGITS).doubleValue()
            : sample);
  }
}
