package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Range;
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
   * The distribution without what its hyperparameter can't be. Listed values have no ends: they
   * were checked one by one.
   *
   * @param inferred whether the file leaves the distribution to its limits
   */
  Distribution fitted(Distribution whole, boolean inferred) {
    if (!whole.listed().isEmpty()) {
      return whole;
    }
    Distribution distribution = whole.within(hyperparameter.min(), hyperparameter.max());
    Range ends =
        distribution
            .range()
            .orElse(
                new Range(
                    hyperparameter.min(),
                    hyperparameter.max(),
                    false,
                    distribution.samples().get(0) instanceof Long));
    check(ends, distribution);
    if (inferred && hyperparameter.type() == Hyperparameter.Type.REAL && ends.integral()) {
      warnOfIntegers(ends);
    }
    return distribution;
  }

  private void check(Range ends, Distribution range) {
    String name = hyperparameter.name();
    if (!hyperparameter.type().isNumber()) {
      problems.error(
          parameter.place(),
          "a range",
          "value or values for %s, which is %s".formatted(name, hyperparameter.allowed()));
    } else if (hyperparameter.type() == Hyperparameter.Type.INTEGER && !ends.integral()) {
      problems.error(
          parameter.place(),
          range.describe(),
          "integers for %s: {min: %s, max: %s}, or values, or q_uniform with an integer q"
              .formatted(name, (long) Math.ceil(ends.min()), (long) Math.floor(ends.max())));
    } else {
      limit("min", ends.min());
      limit("max", ends.max());
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
            : ValueText.exact(value);
    problems.error(
        entry == null ? parameter.place() : entry.value().place(),
        (key.equals("min") ? "values from " : "values up to ") + text,
        hyperparameter.allowed() + " for " + hyperparameter.name());
  }

  private void warnOfIntegers(Range ends) {
    problems.warning(
        parameter.place(),
        "only the integers %s … %s for %s"
            .formatted((long) ends.min(), (long) ends.max(), hyperparameter.name()),
        "limits with a decimal point, such as %s.0, for real numbers between them"
            .formatted((long) ends.min()));
  }
}
