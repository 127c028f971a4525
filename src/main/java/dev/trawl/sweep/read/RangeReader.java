package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Beta;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogNormal;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.Normal;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Quantized;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the distributions that lie between a min and a max. */
final class RangeReader {
  private static final double MOST_STEPS = 1L << 53;

  private static final NodeType<Double> FINITE = NodeType.number("a finite number", value -> true);

  private static final NodeType<Double> ABOVE_ZERO =
      NodeType.number("a number above 0", value -> value > 0);

  private static final NodeType<Double> SHAPE =
      NodeType.number(
          "a number from 0.001 to 1e12",
          value -> value >= Beta.LEAST_SHAPE && value <= Beta.MOST_SHAPE);

  private final Mapping parameter;
  private final MappingReader keys;
  private final Problems problems;

  RangeReader(Mapping parameter, MappingReader keys, Problems problems) {
    this.parameter = parameter;
    this.keys = keys;
    this.problems = problems;
  }

  Optional<Distribution> intUniform() {
    NodeType<Long> integer = NodeType.integer("an integer", Long.MIN_VALUE, Long.MAX_VALUE);
    Optional<Long> min = keys.required("min", "min: 1", integer);
    Optional<Long> max = keys.required("max", "max: 8", integer);
    if (min.isEmpty() || max.isEmpty() || !ascending(min.get() < max.get())) {
      return Optional.empty();
    }
    return Optional.of(new IntUniform(min.get(), max.get()));
  }

  Optional<Distribution> uniform() {
    return limits().map(found -> new Uniform(found.min(), found.max()));
  }

  Optional<Distribution> quantized() {
    Optional<Limits> limits = limits();
    Optional<YamlNode> step = keys.optional("q");
    Optional<Double> q =
        step.isEmpty() ? Optional.of(1.0) : step.flatMap(node -> ABOVE_ZERO.read(node, problems));
    if (limits.isEmpty() || q.isEmpty()) {
      return Optional.empty();
    }
    boolean integral = step.map(RangeReader::isInteger).orElse(true);
    double min = limits.get().min();
    double max = limits.get().max();
    return hasSensibleSteps(min, max, q.get())
        ? Optional.of(new QUniform(min, max, q.get(), integral))
        : Optional.empty();
  }

  /** Whether every multiple of q between two limits is a number of its own; else a problem. */
  private boolean hasSensibleSteps(double min, double max, double q) {
    boolean sensible = Math.max(Math.abs(min), Math.abs(max)) / q <= MOST_STEPS;
    if (!sensible) {
      problems.error(
          valuePlace("q"), "q " + ValueText.exact(q), "a q of which at most 2^53 make the limits");
    }
    return sensible;
  }

  Optional<Distribution> logUniform() {
    Optional<Limits> limits = limits();
    if (limits.isPresent() && limits.get().min() <= 0) {
      problems.error(
          valuePlace("min"),
          "min " + ValueText.exact(limits.get().min()),
          "a min above 0 for a log-uniform range");
      return Optional.empty();
    }
    return limits.map(found -> new LogUniformValues(found.min(), found.max()));
  }

  Optional<Distribution> normal() {
    return Optional.of(Normal.of(keys.optional("mu", FINITE).orElse(0.0), positive("sigma")));
  }

  Optional<Distribution> logNormal() {
    return Optional.of(LogNormal.of(keys.optional("mu", FINITE).orElse(0.0), positive("sigma")));
  }

  Optional<Distribution> beta() {
    return Optional.of(Beta.of(shape("a"), shape("b")));
  }

  private double shape(String key) {
    return keys.optional(key, SHAPE).orElse(1.0);
  }

  private double positive(String key) {
    return keys.optional(key, ABOVE_ZERO).orElse(1.0);
  }

  /**
   * The multiples of {@code q} to which a distribution's values are rounded.
   *
   * @param limits of the hyperparameter, beyond which nothing is drawn; null when that is unknown
   */
  Optional<Distribution> multiples(Optional<Distribution> of, @Nullable Hyperparameter limits) {
    Optional<YamlNode> step = keys.optional("q");
    Optional<Double> q =
        step.isEmpty() ? Optional.of(1.0) : step.flatMap(node -> ABOVE_ZERO.read(node, problems));
    boolean integral = step.map(RangeReader::isInteger).orElse(true);
    return of.flatMap(
        found ->
            q.filter(size -> limits == null || hasSensibleSteps(limits.min(), limits.max(), size))
                .map(size -> new Quantized(found, size, integral)));
  }

  private static boolean isInteger(YamlNode node) {
    return node.scalar().flatMap(scalar -> scalar.valueAs(Long.class)).isPresent();
  }

  private Optional<Limits> limits() {
    NodeType<Double> number = NodeType.number("a finite number", value -> true);
    Optional<Double> min = keys.required("min", "min: 0.1", number);
    Optional<Double> max = keys.required("max", "max: 0.5", number);
    if (min.isEmpty() || max.isEmpty() || !ascending(min.get() < max.get())) {
      return Optional.empty();
    }
    return Optional.of(new Limits(min.get(), max.get()));
  }

  private boolean ascending(boolean ascending) {
    if (!ascending) {
      problems.error(
          valuePlace("min"),
          "min %s with max %s".formatted(written("min"), written("max")),
          "min < max");
    }
    return ascending;
  }

  private Place valuePlace(String key) {
    YamlNode.Entry entry = parameter.entries().get(key);
    return entry == null ? parameter.place() : entry.value().place();
  }

  private String written(String key) {
    YamlNode.Entry entry = parameter.entries().get(key);
    return entry == null ? "nothing" : entry.value().found();
  }

  private record Limits(double min, double max) {}
}
