package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;

/** Checks that every value of a range is one that its hyperparameter may have. */
final class RangeFit {
  private final Mapping parameter;
  private final Hyperparameter hyperparameter;
  private final Problems problems;

  RangeFit(Mapping parameter, Hyperparameter hyperparameter, Problems problems) {
    this.parameter = parameter;
    this.hyperparameter = hyperparameter;
    this.problems = problems;
  }

  /**
   * Listed values have no ends: they were checked one by one.
   *
   * @param inferred whether the file leaves the distribution to its limits
   */
  void check(Distribution distribution, boolean inferred) {
    distribution
        .range()
        .ifPresent(ends -> check(ends.min(), ends.max(), isIntegral(distribution), distribution));
    if (inferred
        && hyperparameter.type() == Hyperparameter.Type.REAL
        && distribution instanceof IntUniform range) {
      warnOfIntegers(range);
    }
  }

  private static boolean isIntegral(Distribution distribution) {
    return distribution instanceof IntUniform
        || (distribution instanceof QUniform range && range.integral());
  }

  private void check(double least, double greatest, boolean integral, Distribution range) {
    String name = hyperparameter.name();
    if (!hyperparameter.type().isNumber()) {
      problems.error(
          parameter.place(),
          "a range",
          "value or values for %s, which is %s".formatted(name, hyperparameter.allowed()));
    } else if (hyperparameter.type() == Hyperparameter.Type.INTEGER && !integral) {
      problems.error(
          parameter.place(),
          range.describe(),
          "integers for %s: {min: %s, max: %s}, or values, or q_uniform with an integer q"
              .formatted(name, (long) Math.ceil(least), (long) Math.floor(greatest)));
    } else {
      limit("min", least);
      limit("max", greatest);
    }
  }

  private void limit(String key, double value) {
    if (hyperparameter.contains(value)) {
      return;
    }
    Entry entry = parameter.entries().get(key);
    String text =
        hyperparameter.type() == Hyperparameter.Type.INTEGER
            ? Long.toString((long) value)
            : ValueText.of(value);
    problems.error(
        entry == null ? parameter.place() : entry.value().place(),
        (key.equals("min") ? "values from " : "values up to ") + text,
        hyperparameter.allowed() + " for " + hyperparameter.name());
  }

  private void warnOfIntegers(IntUniform range) {
    problems.warning(
        parameter.place(),
        "only the integers %s … %s for %s"
            .formatted(range.min(), range.max(), hyperparameter.name()),
        "limits with a decimal point, such as %s.0, for real numbers between them"
            .formatted(range.min()));
  }
}
