package dev.trawl.sweep.read;

import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.Match;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which combinations are points: {@code when} and {@code forbid}. */
final class ConditionReader {
  private final Searchable searchable;
  private final NamedParts parts;
  private final Map<String, Parameter> space;
  private final Problems problems;

  /**
   * @param space the file's parameters
   */
  ConditionReader(
      Searchable searchable, NamedParts parts, Map<String, Parameter> space, Problems problems) {
    this.searchable = searchable;
    this.parts = parts;
    this.space = space;
    this.problems = problems;
  }

  /**
   * Under which condition a run has a parameter: what its {@code when} says, and that its model has
   * such a hyperparameter.
   */
  Map<String, Condition> when() {
    Map<String, Condition> conditions = new LinkedHashMap<>();
    space.forEach((name, parameter) -> condition(name, parameter, conditions));
    for (String name : new Constraints(conditions, List.of()).onCycles()) {
      Parameter parameter = space.get(name);
      if (parameter != null) {
        problems.error(
            parameter.place(), name + ", which depends on itself", "a when without a cycle");
      }
    }
    return conditions;
  }

  private void condition(String name, Parameter parameter, Map<String, Condition> conditions) {
    Map<String, Match> all = new LinkedHashMap<>();
    parameter
        .node()
        .mapping()
        .flatMap(keys -> keys.find("when"))
        .flatMap(when -> read(when.value(), "{model: resnet}"))
        .ifPresent(all::putAll);
    List<String> having = searchable.models(name);
    if (space.containsKey(RunKeys.MODEL) && having.size() < searchable.models().size()) {
      List<Object> models = new ArrayList<>(having);
      Match explicit = all.get(RunKeys.MODEL);
      models.removeIf(model -> explicit != null && !explicit.test(model));
      all.put(RunKeys.MODEL, new Match.AnyOf(models));
    }
    if (!all.isEmpty()) {
      conditions.put(name, new Condition(all));
    }
  }

  /** A list of combinations. */
  Optional<List<Condition>> forbidden(YamlNode node, Problems unused) {
    return parts.list(
        node,
        "a list of combinations, such as [{optimizer: sgd, learning_rate: {below: 0.001}}]",
        item -> read(item, "{optimizer: sgd, learning_rate: {below: 0.001}}").map(Condition::new));
  }

  private Optional<Map<String, Match>> read(YamlNode node, String example) {
    List<String> models = parts.models(node);
    return parts.all(node, example, (name, value) -> match(name, value, models));
  }

  private Optional<Match> match(String name, YamlNode node, List<String> models) {
    Optional<Mapping> limits = node.mapping();
    if (limits.isPresent()) {
      return limits.map(this::between);
    }
    boolean lists =
        parts.distribution(name).samples().stream().anyMatch(value -> value instanceof List<?>);
    List<YamlNode> items =
        node.sequence()
            .map(YamlNode.Sequence::items)
            .filter(found -> !lists || found.stream().anyMatch(each -> each.sequence().isPresent()))
            .orElse(List.of(node));
    if (items.isEmpty()) {
      problems.error(node.place(), node.found(), "at least one value of " + name);
    }
    List<Object> values = new ArrayList<>();
    for (YamlNode item : items) {
      value(name, item, models).filter(value -> has(name, value, item)).ifPresent(values::add);
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(new Match.AnyOf(values));
  }

  private Match between(Mapping limits) {
    MappingReader keys = new MappingReader(limits, problems);
    NodeType<Double> number = NodeType.number("a finite number", value -> true);
    if (limits.entries().isEmpty()) {
      problems.error(limits.place(), limits.found(), "{below: 0.001} or {above: 0.1}");
    }
    double above = keys.optional("above", number).orElse(Double.NEGATIVE_INFINITY);
    double below = keys.optional("below", number).orElse(Double.POSITIVE_INFINITY);
    keys.finish();
    return new Match.Between(above, below);
  }

  /** Whether a parameter may have a value, as far as its values are listed. */
  private boolean has(String name, Object value, YamlNode node) {
    Distribution distribution = parts.distribution(name);
    List<Object> values = distribution.samples();
    boolean has = distribution.listed().isEmpty() || values.contains(value);
    if (!has) {
      problems.error(
          node.place(),
          "%s, which %s never is".formatted(node.found(), name),
          distribution.describe(),
          NearestName.of(
              node.scalar().map(Scalar::text).orElse(""),
              values.stream().map(ValueText::of).toList()));
    }
    return has;
  }

  /** A value that at least one of the models may have. */
  private Optional<Object> value(String name, YamlNode node, List<String> models) {
    List<Hyperparameter> allowed = searchable.of(name, models);
    return allowed.stream()
        .flatMap(each -> new ValueReader(each).read(node, new Problems(List.of())).stream())
        .findFirst()
        .or(() -> new ValueReader(allowed.isEmpty() ? null : allowed.get(0)).read(node, problems));
  }
}
