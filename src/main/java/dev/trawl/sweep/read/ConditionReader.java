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
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what names values of the file's parameters: {@code when}, {@code forbid}, {@code enqueue}.
 */
final class ConditionReader {
  private final Searchable searchable;
  private final ParameterNames names;
  private final Map<String, Parameter> space;
  private final Problems problems;
  private final List<Condition> forbidden = new ArrayList<>();

  /**
   * @param space the file's parameters
   */
  ConditionReader(
      Searchable searchable,
      ParameterNames names,
      Map<String, Parameter> space,
      Problems problems) {
    this.searchable = searchable;
    this.names = names;
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
    List<String> ordered = new Constraints(conditions, List.of()).parentsFirst(space.keySet());
    space.forEach(
        (name, parameter) -> {
          if (!ordered.contains(name)) {
            problems.error(
                parameter.place(), name + ", which depends on itself", "a when without a cycle");
          }
        });
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
    Optional<List<Condition>> found =
        list(
            node,
            "a list of combinations, such as [{optimizer: sgd, learning_rate: {below: 0.001}}]",
            item ->
                read(item, "{optimizer: sgd, learning_rate: {below: 0.001}}").map(Condition::new));
    found.ifPresent(forbidden::addAll);
    return found;
  }

  private Optional<Map<String, Match>> read(YamlNode node, String example) {
    return all(node, example, (name, value) -> match(name, value));
  }

  /** A list of values by name; to be read after what is forbidden. */
  Optional<List<Map<String, Object>>> enqueued(YamlNode node, Problems unused) {
    return list(
        node,
        "a list of values by parameter, such as [{learning_rate: 0.001}]",
        item -> {
          List<String> models = models(item);
          return all(item, "{learning_rate: 0.001}", (name, value) -> tried(name, value, models))
              .filter(point -> isAllowed(point, item));
        });
  }

  /** The models that an item may be of: the one that it names. */
  private List<String> models(YamlNode item) {
    return item.mapping()
        .flatMap(keys -> keys.find(RunKeys.MODEL))
        .flatMap(entry -> entry.value().scalar())
        .map(scalar -> List.of(scalar.text()))
        .filter(searchable.models()::containsAll)
        .orElse(searchable.models());
  }

  private boolean isAllowed(Map<String, Object> point, YamlNode item) {
    Optional<Condition> forbids =
        forbidden.stream()
            .filter(condition -> !condition.all().isEmpty() && condition.holds(point))
            .findFirst();
    forbids.ifPresent(
        condition ->
            problems.error(
                item.place(),
                "%s, which forbid rules out".formatted(condition.describe()),
                "a combination that may be tried"));
    return forbids.isEmpty();
  }

  private <T> Optional<List<T>> list(
      YamlNode node, String expected, Function<YamlNode, Optional<T>> item) {
    return NodeType.sequence(expected)
        .read(node, problems)
        .map(found -> found.items().stream().flatMap(each -> item.apply(each).stream()).toList());
  }

  /** Reads what one parameter has to have. */
  private interface Reader<T> {
    Optional<T> read(String name, YamlNode node);
  }

  private <T> Optional<Map<String, T>> all(YamlNode node, String example, Reader<T> reader) {
    Optional<Mapping> mapping =
        NodeType.mapping("a mapping such as " + example).read(node, problems);
    if (mapping.filter(found -> found.entries().isEmpty()).isPresent()) {
      problems.error(node.place(), node.found(), "at least one parameter, as in " + example);
    }
    return mapping.map(
        found -> {
          Map<String, T> all = new LinkedHashMap<>();
          found
              .entries()
              .forEach(
                  (written, entry) -> {
                    String name = named(written, entry);
                    if (all.containsKey(name)) {
                      problems.error(
                          entry.place(),
                          "%s, a second value for %s".formatted(written, name),
                          "one value for " + name);
                    } else if (space.containsKey(name)) {
                      reader.read(name, entry.value()).ifPresent(value -> all.put(name, value));
                    }
                  });
          return all;
        });
  }

  private String named(String written, Entry entry) {
    String name = names.ours(written, entry.place(), searchable::has, searchable.keys());
    if (!space.containsKey(name)) {
      problems.error(
          entry.place(),
          written,
          "a parameter of this file: " + String.join(", ", space.keySet()),
          NearestName.explained(written, space.keySet()));
    }
    return name;
  }

  private Optional<Match> match(String name, YamlNode node) {
    Optional<Mapping> limits = node.mapping();
    if (limits.isPresent()) {
      return limits.map(this::between);
    }
    boolean lists =
        distribution(name).samples().stream().anyMatch(value -> value instanceof List<?>);
    List<YamlNode> items =
        node.sequence()
            .map(YamlNode.Sequence::items)
            .filter(found -> !lists || found.stream().anyMatch(each -> each.sequence().isPresent()))
            .orElse(List.of(node));
    List<Object> values = new ArrayList<>();
    for (YamlNode item : items) {
      value(name, item).filter(value -> has(name, value, item)).ifPresent(values::add);
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
    Distribution distribution = distribution(name);
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

  private Optional<Object> value(String name, YamlNode node) {
    List<Hyperparameter> allowed = searchable.of(name, searchable.models());
    return new ValueReader(allowed.isEmpty() ? null : allowed.get(0)).read(node, problems);
  }

  /** A value to be tried: one of a key of training has to be of the space. */
  private Optional<Object> tried(String name, YamlNode node, List<String> models) {
    List<Hyperparameter> allowed = searchable.of(name, models).stream().distinct().toList();
    Optional<Object> value =
        allowed.isEmpty()
            ? value(name, node)
            : new ValueReader(allowed.get(0)).read(node, problems);
    for (Hyperparameter other : allowed.stream().skip(1).toList()) {
      value = value.flatMap(unused -> new ValueReader(other).read(node, problems));
    }
    return searchable.of(name, searchable.models()).isEmpty()
        ? value.filter(found -> isWithin(name, found, node))
        : value;
  }

  private boolean isWithin(String name, Object value, YamlNode node) {
    Distribution distribution = distribution(name);
    boolean within =
        distribution
            .range()
            .map(
                range ->
                    value instanceof Number number
                        && number.doubleValue() >= range.min()
                        && number.doubleValue() <= range.max()
                        && value.getClass() == distribution.samples().get(0).getClass())
            .orElseGet(() -> distribution.samples().contains(value));
    if (!within) {
      problems.error(
          node.place(), node.found(), "%s for %s".formatted(distribution.describe(), name));
    }
    return within;
  }

  private Distribution distribution(String name) {
    Parameter parameter = space.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(
          "need one of %s, found %s".formatted(space.keySet(), name));
    }
    return parameter.distribution();
  }

  /** The texts of one value or a list of them. */
  static List<String> texts(YamlNode node) {
    return node.sequence().map(YamlNode.Sequence::items).orElse(List.of(node)).stream()
        .flatMap(item -> item.scalar().stream())
        .map(Scalar::text)
        .toList();
  }
}
