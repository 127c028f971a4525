package dev.trawl.sweep.schema;

import dev.trawl.sweep.Hyperparameter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of a JSON Schema, as JSON has them. */
final class Schemas {
  /** One line that is not blank: a name may look like a number. */
  static final Map<String, Object> NAME =
      node("type", List.of("string", "number", "boolean"), "pattern", "^[^\\r\\n]*\\S[^\\r\\n]*$");

  static final Map<String, Object> TEXT =
      node("type", List.of("string", "number", "boolean"), "pattern", "\\S");

  /** Seconds, or a number with its unit. */
  static final Map<String, Object> TIME =
      node(
          "anyOf",
          List.of(
              node("type", "number", "exclusiveMinimum", 0),
              node("type", "string", "pattern", "^[0-9]{1,12}(\\.[0-9]{1,6})? ?[smh]$")));

  private Schemas() {}

  /** Keys and values in turn. */
  static Map<String, Object> node(Object... pairs) {
    Map<String, Object> schema = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      schema.put(pairs[i].toString(), pairs[i + 1]);
    }
    return schema;
  }

  /** The same with more keys. */
  static Map<String, Object> with(Map<String, Object> schema, Object... pairs) {
    Map<String, Object> more = new LinkedHashMap<>(schema);
    more.putAll(node(pairs));
    return more;
  }

  static Map<String, Object> about(String description, Map<String, Object> schema) {
    Map<String, Object> described = node("description", description);
    described.putAll(schema);
    return described;
  }

  static Map<String, Object> integer(int min) {
    return node("type", "integer", "minimum", min, "maximum", Integer.MAX_VALUE);
  }

  static Map<String, Object> choice(Collection<String> names) {
    return node("enum", List.copyOf(names));
  }

  static Map<String, Object> list(Map<String, Object> items) {
    return node("type", "array", "minItems", 1, "items", items);
  }

  /** A mapping of these keys and no others. */
  static Map<String, Object> mapping(Map<String, Object> properties, List<String> required) {
    return with(
        node("type", "object", "properties", properties, "additionalProperties", false),
        required.isEmpty() ? new Object[0] : new Object[] {"required", required});
  }

  static Map<String, Object> reference(String definition) {
    return node("$ref", "#/definitions/" + definition);
  }

  static Map<String, Object> has(String... keys) {
    return node("required", List.of(keys));
  }

  static Map<String, Object> not(Map<String, Object> schema) {
    return node("not", schema);
  }

  /** A key that is there, and as a schema says. */
  static Map<String, Object> key(String key, Map<String, Object> schema) {
    return node("properties", node(key, schema), "required", List.of(key));
  }

  static Map<String, Object> rule(Map<String, Object> condition, Map<String, Object> then) {
    return node("if", condition, "then", then);
  }

  /** What a hyperparameter's value has to be. */
  static Map<String, Object> value(Hyperparameter hyperparameter) {
    return switch (hyperparameter.type()) {
      case INTEGER -> whole(hyperparameter);
      case REAL ->
          node("type", "number", "minimum", hyperparameter.min(), "maximum", hyperparameter.max());
      case INTEGER_LIST -> list(whole(hyperparameter));
      case CHOICE -> choice(hyperparameter.choices());
      case FLAG -> node("type", "boolean");
    };
  }

  private static Map<String, Object> whole(Hyperparameter hyperparameter) {
    return node(
        "type", "integer",
        "minimum", (long) hyperparameter.min(),
        "maximum", (long) hyperparameter.max());
  }

  /** The same with what it is about, and its default. */
  static Map<String, Object> described(Hyperparameter hyperparameter) {
    return with(
        about(hyperparameter.description(), value(hyperparameter)),
        "default",
        hyperparameter.defaultValue());
  }
}
