package dev.trawl.sweep.read;

import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** W&B's distributions that are refused, each with the one that says the same. */
final class UnsupportedDistributions {
  /** Their limits are exponents of e, which is what their users most often get wrong. */
  private static final List<String> EXPONENTS =
      List.of("log_uniform", "inv_log_uniform", "q_log_uniform");

  private UnsupportedDistributions() {}

  /** Whether {@code named} is one of them; then it is reported. */
  static boolean report(Scalar named, Mapping parameter, Problems problems) {
    String name = named.text();
    if (EXPONENTS.contains(name)) {
      problems.error(named.place(), "distribution " + name, values(name, parameter));
      return true;
    }
    return false;
  }

  private static String values(String name, Mapping parameter) {
    Optional<Double> min = number("min", parameter);
    Optional<Double> max = number("max", parameter);
    String ours = name.startsWith("q_") ? "q_log_uniform_values" : "log_uniform_values";
    if (min.isEmpty() || max.isEmpty()) {
      return ours + ", with the limits themselves instead of exponents of e";
    }
    // The inverse is uniform in log(1/x), so its exponents are those of 1/x.
    boolean inverse = name.startsWith("inv");
    return "%s with min: %s and max: %s, the limits themselves instead of exponents of e"
        .formatted(
            ours, power(inverse ? -max.get() : min.get()), power(inverse ? -min.get() : max.get()));
  }

  private static Optional<Double> number(String key, Mapping parameter) {
    return Optional.ofNullable(parameter.entries().get(key))
        .flatMap(entry -> entry.value().scalar())
        .flatMap(scalar -> scalar.valueAs(Number.class))
        .map(Number::doubleValue);
  }

  private static String power(double exponent) {
    return ValueText.magnitude(
        Double.valueOf(String.format(Locale.ROOT, "%.3e", Math.exp(exponent))));
  }
}
