package dev.trawl.sweep.read;

import dev.trawl.sweep.DistributionKind;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** W&B's distributions that this version can't draw from, each refused with a way out. */
final class UnsupportedDistributions {
  private static final List<String> NOT_YET =
      List.of(
          "categorical_w_probabilities",
          "inv_log_uniform_values",
          "q_log_uniform_values",
          "normal",
          "log_normal",
          "q_normal",
          "q_log_normal",
          "beta",
          "q_beta");

  /** Their limits are exponents of e, which is what their users most often get wrong. */
  private static final List<String> EXPONENTS =
      List.of("log_uniform", "inv_log_uniform", "q_log_uniform");

  private UnsupportedDistributions() {}

  /** Whether {@code name} is one of them; then it is reported. */
  static boolean report(String name, YamlNode node, Mapping parameter, Problems problems) {
    if (EXPONENTS.contains(name)) {
      problems.error(node.place(), "distribution " + name, values(name, parameter));
      return true;
    }
    if (NOT_YET.contains(name)) {
      problems.error(
          node.place(),
          "distribution " + name,
          "one of %s: %s is not supported yet"
              .formatted(String.join(", ", DistributionKind.names()), name));
      return true;
    }
    return false;
  }

  private static String values(String name, Mapping parameter) {
    OptionalDouble min = number(parameter.entries().get("min"));
    OptionalDouble max = number(parameter.entries().get("max"));
    if (min.isEmpty() || max.isEmpty()) {
      return "log_uniform_values, with the limits themselves instead of exponents of e";
    }
    // The inverse is uniform in log(1/x), so its exponents are those of 1/x.
    boolean inverse = name.startsWith("inv");
    return "log_uniform_values with min: %s and max: %s, the limits themselves instead of exponents of e"
        .formatted(
            power(inverse ? -max.getAsDouble() : min.getAsDouble()),
            power(inverse ? -min.getAsDouble() : max.getAsDouble()));
  }

  private static OptionalDouble number(@Nullable Entry entry) {
    return entry != null
            && entry.value() instanceof Scalar scalar
            && scalar.value() instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  private static String power(double exponent) {
    return ValueText.magnitude(
        Double.valueOf(String.format(Locale.ROOT, "%.3e", Math.exp(exponent))));
  }
}
