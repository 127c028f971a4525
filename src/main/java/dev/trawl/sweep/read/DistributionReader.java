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
  private static final double MOST_ERROR = 1e-6;

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
    YamlNode.Entry named = parameter.entries().get("distribution");
    Optional<DistributionKind> kind = named == null ? inferred() : named(named.value());
    Optional<Distribution> distribution = kind.flatMap(this::read);
    return hyperparameter == null
        ? distribution
        : distribution.map(
            found ->
                new RangeFit(parameter, hyperparameter, problems).fitted(found, named == null));
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
      List.of("value", "values", "probabilities", "min", "max", "q", "distribution", "when")
          .forEach(keys::optional);
      keys.finish();
      for (String alone : List.of("q", "probabilities", "when")) {
        if (parameter.entries().containsKey(alone)) {
          problems.error(parameter.place(), alone + " alone", EXAMPLE);
        }
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
          case CATEGORICAL_W_PROBABILITIES -> weighted(keys);
          case INT_UNIFORM -> ranges.intUniform();
          case UNIFORM -> ranges.uniform();
          case Q_UNIFORM -> ranges.quantized();
          case LOG_UNIFORM_VALUES, INV_LOG_UNIFORM_VALUES -> ranges.logUniform();
          case Q_LOG_UNIFORM_VALUES -> ranges.multiples(ranges.logUniform(), hyperparameter);
          case NORMAL -> ranges.normal();
          case Q_NORMAL -> ranges.multiples(ranges.normal(), hyperparameter);
          case LOG_NORMAL -> ranges.logNormal();
          case Q_LOG_NORMAL -> ranges.multiples(ranges.logNormal(), hyperparameter);
          case BETA -> ranges.beta();
          case Q_BETA -> ranges.multiples(ranges.beta(), hyperparameter);
        };
    keys.optional("distribution");
    keys.optional("when");
    if (!parameter.entries().containsKey("distribution")) {
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

  private Optional<Distribution> weighted(MappingReader keys) {
    Optional<List<Object>> values =
        keys.required("values", "values: [a, b]", NodeType.sequence("a list of at least one value"))
            .flatMap(
                list -> ValueReader.all(list.items(), new ValueReader(hyperparameter), problems));
    Optional<YamlNode.Sequence> shares =
        keys.required(
            "probabilities",
            "probabilities: [0.5, 0.5]",
            NodeType.sequence("a list of probabilities, one for each value"));
    NodeType<Double> share = NodeType.number("a probability from 0 to 1", p -> p >= 0 && p <= 1);
    List<Double> probabilities =
        shares.map(YamlNode.Sequence::items).orElse(List.of()).stream()
            .flatMap(item -> share.read(item, problems).stream())
            .toList();
    if (values.isEmpty()
        || shares.isEmpty()
        || probabilities.size() < shares.get().items().size()) {
      return Optional.empty();
    }
    double sum = probabilities.stream().mapToDouble(Double::doubleValue).sum();
    if (probabilities.size() != values.get().size() || Math.abs(sum - 1) > MOST_ERROR) {
      problems.error(
          shares.get().place(),
          "%d probabilities of the sum %s for %d values"
              .formatted(probabilities.size(), ValueText.rounded(sum, 9), values.get().size()),
          "as many as values, of the sum 1");
      return Optional.empty();
    }
    return values.map(found -> new Categorical(found, probabilities));
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
