package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.DistributionKind;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what stands below one parameter's name. */
final class DistributionReader {
  static final String EXAMPLE = "{values: [a, b]}, {value: a} or {min: a, max: b}";

  private final Mapping parameter;
  private final @Nullable Hyperparameter hyperparameter;
  private final Problems problems;

  /**
   * @param hyperparameter null if it isn't known; then only the distribution itself is checked
   */
  private DistributionReader(
      Mapping parameter, @Nullable Hyperparameter hyperparameter, Problems problems) {
    this.parameter = parameter;
    this.hyperparameter = hyperparameter;
    this.problems = problems;
  }

  /**
   * A distribution that does for each of some hyperparameters, as the first of them takes it.
   *
   * @param hyperparameters none when it isn't known what the parameter may be
   */
  static Optional<Distribution> read(
      Mapping parameter, List<Hyperparameter> hyperparameters, Problems problems) {
    Optional<Distribution> distribution =
        new DistributionReader(
                parameter, hyperparameters.isEmpty() ? null : hyperparameters.get(0), problems)
            .read();
    hyperparameters.stream()
        .skip(1)
        .forEach(other -> new DistributionReader(parameter, other, problems).read());
    return distribution;
  }

  private Optional<Distribution> read() {
    if (refused("probabilities", "probabilities are")) {
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
    Optional<YamlNode.Scalar> name = node.scalar();
    if (name.isPresent() && UnsupportedDistributions.report(name.get(), parameter, problems)) {
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
      List.of("value", "values", "min", "max", "q", "distribution", "when").forEach(keys::optional);
      keys.finish();
      if (parameter.entries().containsKey("q")) {
        problems.error(parameter.place(), "q alone", EXAMPLE);
      }
    }
    return kind;
  }

  private Optional<Distribution> read(DistributionKind kind) {
    MappingReader keys = new MappingReader(parameter, problems);
    RangeReader ranges = new RangeReader(parameter, keys, problems);
    Optional<Distribution> distribution =
        switch (kind) {
          case CONSTANT ->
              keys.required("value", "value: 64", new ValueReader(hyperparameter))
                  .map(Constant::new);
          case CATEGORICAL -> categorical(keys);
          case INT_UNIFORM -> ranges.intUniform();
          case UNIFORM -> ranges.uniform();
          case Q_UNIFORM -> ranges.quantized();
          case LOG_UNIFORM_VALUES -> ranges.logUniform();
        };
    keys.optional("distribution");
    keys.optional("when");
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
}
