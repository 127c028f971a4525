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
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.Optional;

/** Reads the distributions that lie between a min and a max. */
final class RangeReader {
  /** Above it not every multiple of q is a number of its own. */
  private static final double MOST_STEPS = 1L << 53;

  private static final NodeType<Double> FINITE = NodeType.number("a finite number", value -> true);

  private static final NodeType<Double> ABOVE_ZERO =
      NodeType.number("a number above 0", value -> value > 0);

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
    boolean integral =
        step.isEmpty()
            || step.get().scalar().flatMap(number -> number.valueAs(Long.class)).isPresent();
    QUniform range = new QUniform(limits.get().min(), limits.get().max(), q.get(), integral);
    return hasSensibleSteps(range) ? Optional.of(range) : Optional.empty();
  }

  private boolean hasSensibleSteps(QUniform range) {
    double most = Math.max(Math.abs(range.min()), Math.abs(range.max())) / range.q();
    if (most > MOST_STEPS) {
      problems.error(
          valuePlace("q"),
          "q " + ValueText.exact(range.q()),
          "a q of which at most 2^53 make the limits");
      return false;
    }
    if (range.size().orElseThrow() == 1) {
      problems.warning(
          parameter.place(),
          "a range with only one multiple of q, " + ValueText.exact(range.quantize(range.min())),
          "a smaller q, unless a constant is meant");
    }
    return true;
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
    return Optional.of(Beta.of(positive("a"), positive("b")));
  }

  private double positive(String key) {
    return keys.optional(key, ABOVE_ZERO).orElse(1.0);
  }

  /** The multiples of {@code q} to which a distribution's values are rounded. */
  Optional<Distribution> multiples(Optional<Distribution> of) {
    Optional<YamlNode> step = keys.optional("q");
    Optional<Double> q =
        step.isEmpty() ? Optional.of(1.0) : step.flatMap(node -> ABOVE_ZERO.read(node, problems));
    boolean integral = step.map(RangeReader::isInteger).orElse(true);
    return of.flatMap(found -> q.map(size -> new Quantized(found, size, integral)));
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
