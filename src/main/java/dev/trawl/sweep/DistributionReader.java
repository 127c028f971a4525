package dev.trawl.sweep;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what stands below one parameter's name. */
final class DistributionReader {
  static final String EXAMPLE = "{values: [a, b]}, {value: a} or {min: a, max: b}";

  /** Above it not every multiple of q is a number of its own. */
  private static final double MOST_STEPS = 1L << 53;

  private final Mapping parameter;
  private final @Nullable Hyperparameter hyperparameter;
  private final Problems problems;

  /**
   * @param hyperparameter null if it isn't known; then only the distribution itself is checked
   */
  DistributionReader(
      Mapping parameter, @Nullable Hyperparameter hyperparameter, Problems problems) {
    this.parameter = parameter;
    this.hyperparameter = hyperparameter;
    this.problems = problems;
  }

  Optional<Distribution> read() {
    if (refused("parameters", "nested parameters are")
        || refused("probabilities", "probabilities are")) {
      return Optional.empty();
    }
    YamlNode.Entry named = parameter.entries().get("distribution");
    Optional<DistributionKind> kind = named == null ? inferred() : named(named.value());
    Optional<Distribution> distribution = kind.flatMap(this::read);
    distribution.ifPresent(
        found -> {
          if (hyperparameter != null) {
            new RangeFit(parameter, hyperparameter, problems).check(found, named == null);
          }
        });
    return distribution;
  }

  private boolean refused(String key, String what) {
    YamlNode.Entry entry = parameter.entries().get(key);
    if (entry == null) {
      return false;
    }
    problems.error(entry.place(), "the key " + key, EXAMPLE + ": " + what + " not supported yet");
    return true;
  }

  private Optional<DistributionKind> named(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar
        && UnsupportedDistributions.report(scalar.text(), node, parameter, problems)) {
      return Optional.empty();
    }
    List<String> names = DistributionKind.names();
    return NodeType.choice("one of " + String.join(", ", names), names)
        .read(node, problems)
        .flatMap(DistributionKind::named);
  }

  private Optional<DistributionKind> inferred() {
    Optional<DistributionKind> kind = DistributionKind.inferred(parameter);
    if (kind.isEmpty()) {
      if (parameter.entries().isEmpty()) {
        problems.error(parameter.place(), parameter.found(), EXAMPLE);
      }
      MappingReader keys = new MappingReader(parameter, problems);
      List.of("value", "values", "min", "max", "q", "distribution").forEach(keys::optional);
      keys.finish();
      if (parameter.entries().containsKey("q")) {
        problems.error(parameter.place(), "q alone", EXAMPLE);
      }
    }
    return kind;
  }

  private Optional<Distribution> read(DistributionKind kind) {
    MappingReader keys = new MappingReader(parameter, problems);
    Optional<Distribution> distribution =
        switch (kind) {
          case CONSTANT ->
              keys.required("value", "value: 64", new ValueReader(hyperparameter))
                  .map(Constant::new);
          case CATEGORICAL -> categorical(keys);
          case INT_UNIFORM -> intUniform(keys);
          case UNIFORM -> limits(keys).map(found -> new Uniform(found.min(), found.max()));
          case Q_UNIFORM -> quantized(keys);
          case LOG_UNIFORM_VALUES -> logUniform(keys);
        };
    keys.optional("distribution");
    if (kind != DistributionKind.Q_UNIFORM && !parameter.entries().containsKey("distribution")) {
      keys.refuse("q", "distribution: q_uniform beside it");
    }
    keys.finish();
    return distribution;
  }

  private Optional<Distribution> categorical(MappingReader keys) {
    return keys.required(
            "values", "values: [a, b]", NodeType.sequence("a list of at least one value"))
        .flatMap(
            list -> {
              Optional<List<Object>> values =
                  ValueReader.all(list.items(), new ValueReader(hyperparameter), problems);
              values.ifPresent(found -> warnOfRepeats(list, found));
              return values.map(Categorical::new);
            });
  }

  private void warnOfRepeats(YamlNode.Sequence list, List<Object> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.indexOf(values.get(i)) < i) {
        problems.warning(
            list.items().get(i).place(),
            ValueText.of(values.get(i)) + " again",
            "each value once, unless it is to be as likely as two");
      }
    }
  }

  private Optional<Distribution> intUniform(MappingReader keys) {
    NodeType<Long> integer = NodeType.integer("an integer", Long.MIN_VALUE, Long.MAX_VALUE);
    Optional<Long> min = keys.required("min", "min: 1", integer);
    Optional<Long> max = keys.required("max", "max: 8", integer);
    if (min.isEmpty() || max.isEmpty() || !ascending(min.get() < max.get())) {
      return Optional.empty();
    }
    return Optional.of(new IntUniform(min.get(), max.get()));
  }

  private Optional<Distribution> quantized(MappingReader keys) {
    Optional<Limits> limits = limits(keys);
    Optional<YamlNode> step = keys.optional("q");
    Optional<Double> q =
        step.isEmpty()
            ? Optional.of(1.0)
            : NodeType.number("a number above 0", value -> value > 0).read(step.get(), problems);
    if (limits.isEmpty() || q.isEmpty()) {
      return Optional.empty();
    }
    double most = Math.max(Math.abs(limits.get().min()), Math.abs(limits.get().max())) / q.get();
    if (most > MOST_STEPS) {
      problems.error(
          step.map(YamlNode::place).orElse(parameter.place()),
          "q " + ValueText.of(q.get()),
          "a q of which at most 2^53 make the limits");
      return Optional.empty();
    }
    boolean integral =
        step.isEmpty()
            || (step.get() instanceof YamlNode.Scalar scalar && scalar.value() instanceof Long);
    QUniform distribution = new QUniform(limits.get().min(), limits.get().max(), q.get(), integral);
    if (distribution.size().orElseThrow() == 1) {
      problems.warning(
          parameter.place(),
          "a range with only one multiple of q, "
              + ValueText.of(distribution.quantize(distribution.min())),
          "a smaller q, unless a constant is meant");
    }
    return Optional.of(distribution);
  }

  private Optional<Distribution> logUniform(MappingReader keys) {
    Optional<Limits> limits = limits(keys);
    if (limits.isPresent() && limits.get().min() <= 0) {
      problems.error(
          valuePlace("min"),
          "min " + ValueText.of(limits.get().min()),
          "a min above 0 for a log-uniform range");
      return Optional.empty();
    }
    return limits.map(found -> new LogUniformValues(found.min(), found.max()));
  }

  private Optional<Limits> limits(MappingReader keys) {
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
