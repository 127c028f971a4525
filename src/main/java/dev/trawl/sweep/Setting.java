package dev.trawl.sweep;

import dev.trawl.sweep.yaml.Aliases;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key that a search method, a stopping rule or an epoch rule has of its own in a sweep file: the
 * reader checks its value and reports one that will not do, as it does for all keys. Immutable.
 *
 * <pre>{@code
 * static final Setting<Integer> START_UP = Setting.integer("start_up", 1).or(10);
 * }</pre>
 *
 * @param <T> what its value is
 */
public final class Setting<T> {
  private static final String METRICS = String.join(", ", Objective.METRICS);

  private final String name;
  private final NodeType<T> type;
  private final Map<String, Object> schema;
  private final String example;
  private final boolean required;
  private final @Nullable T fallback;
  private final String description;

  private Setting(
      String name,
      NodeType<T> type,
      Map<String, Object> schema,
      String example,
      boolean required,
      @Nullable T fallback,
      String description) {
    this.name = name;
    this.type = type;
    this.schema = schema;
    this.example = example;
    this.required = required;
    this.fallback = fallback;
    this.description = description;
  }

  /** An integer of at least {@code min}. */
  public static Setting<Integer> integer(String name, int min) {
    return required(
        name,
        NodeType.integerFrom(min),
        Map.of("type", "integer", "minimum", min, "maximum", Integer.MAX_VALUE),
        Integer.toString(min));
  }

  /** A finite number. */
  public static Setting<Double> number(String name, Limits limits) {
    String expected = ("a number " + limits.describe()).strip();
    return required(name, NodeType.number(expected, limits::contains), limits.schema(), expected);
  }

  /** True or false. */
  public static Setting<Boolean> flag(String name) {
    return required(name, NodeType.flag("true or false"), Map.of("type", "boolean"), "true");
  }

  /** A metric that may steer a run: of the training or validation images. */
  public static Setting<String> metric(String name) {
    return required(name, searchMetric(), metricSchema(), "val_loss");
  }

  /** What JSON Schema says of a metric that may steer a run. */
  public static Map<String, Object> metricSchema() {
    return Map.of(
        "anyOf",
        List.of(Map.of("enum", Objective.METRICS), Map.of("pattern", Aliases.metricPattern())));
  }

  /** A train or validation metric: the test set never steers a search. */
  public static NodeType<String> searchMetric() {
    NodeType<String> known =
        NodeType.choice("a train or validation metric: " + METRICS, Objective.METRICS);
    return (node, problems) -> {
      Optional<String> alias =
          node.scalar()
              .map(YamlNode.Scalar::text)
              .filter(text -> !Objective.METRICS.contains(text))
              .flatMap(Aliases::metric);
      if (alias.isPresent()) {
        problems.warning(
            node.place(), "the metric " + node.found(), alias.get() + ", which it is read as");
        return alias;
      }
      Optional<String> test =
          node.scalar().map(YamlNode.Scalar::text).filter(text -> text.startsWith("test_"));
      if (test.isPresent()) {
        String validation = test.get().replaceFirst("test_", "val_");
        problems.error(
            node.place(),
            node.found(),
            "a train or validation metric, because the test set steers nothing: " + METRICS,
            NearestName.explained(validation, Objective.METRICS));
        return Optional.empty();
      }
      return known.read(node, problems);
    };
  }

  /** One of some names. */
  public static Setting<String> choice(String name, List<String> names) {
    return required(
        name,
        NodeType.choice(Choices.either(names), names),
        Map.of("enum", List.copyOf(names)),
        names.get(0));
  }

  private static <T> Setting<T> required(
      String name, NodeType<T> type, Map<String, Object> schema, String example) {
    return new Setting<>(name, type, schema, example, true, null, "");
  }

  /** The same, with a value that messages show. */
  public Setting<T> such(String value) {
    return new Setting<>(name, type, schema, value, required, fallback, description);
  }

  /** The same, with the value that it has where a file has none. */
  public Setting<T> or(T value) {
    return new Setting<>(name, type, schema, example, false, value, description);
  }

  /** The same, which a file may leave out; {@link Selection#find} then finds nothing. */
  public Setting<T> optional() {
    return new Setting<>(name, type, schema, example, false, null, description);
  }

  /** The same, with one line that editors show. */
  public Setting<T> about(String line) {
    return new Setting<>(name, type, schema, example, required, fallback, line);
  }

  /** What JSON Schema says of its value, with its default and what it is about. */
  public Map<String, Object> schema() {
    Map<String, Object> all = new TreeMap<>(schema);
    if (!description.isEmpty()) {
      all.put("description", description);
    }
    if (fallback != null) {
      all.put("default", fallback);
    }
    return all;
  }

  /** A value that was read as this setting's, or is that of a parameter. */
  @SuppressWarnings("unchecked") // The reader put what the setting reads, and a Long is none.
  T typed(Object value) {
    if (!(value instanceof Long)) {
      return (T) value;
    }
    Place nowhere = new Place("", 1, 1);
    return type.read(new YamlNode.Scalar(nowhere, value, value.toString()), new Problems(List.of()))
        .orElseThrow(
            () -> new IllegalArgumentException("need %s, found %s".formatted(example(), value)));
  }

  /** Its key in a file. */
  public String name() {
    return name;
  }

  public boolean isRequired() {
    return required;
  }

  /** How it may stand in a file, such as {@code patience: 3}. */
  public String example() {
    return name + ": " + example;
  }

  /** The value that stands for it in a file; empty where there is none, or it is a problem. */
  public Optional<T> read(MappingReader keys) {
    Optional<T> found = required ? keys.required(name, example(), type) : keys.optional(name, type);
    return found.isPresent() ? found : Optional.ofNullable(fallback);
  }
}
