package dev.trawl.sweep.schema;

import static dev.trawl.sweep.schema.Schemas.about;
import static dev.trawl.sweep.schema.Schemas.choice;
import static dev.trawl.sweep.schema.Schemas.has;
import static dev.trawl.sweep.schema.Schemas.key;
import static dev.trawl.sweep.schema.Schemas.list;
import static dev.trawl.sweep.schema.Schemas.node;
import static dev.trawl.sweep.schema.Schemas.not;
import static dev.trawl.sweep.schema.Schemas.reference;
import static dev.trawl.sweep.schema.Schemas.rule;
import static dev.trawl.sweep.schema.Schemas.with;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.DistributionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands below one parameter's name. */
final class DistributionSchemas {
  /** The definition that every parameter obeys. */
  static final String PARAMETER = "parameter";

  /** The definition of what a grid can try. */
  static final String ENUMERABLE = "enumerable";

  private static final List<String> LISTED =
      List.of("constant", "categorical", "categorical_w_probabilities");

  private DistributionSchemas() {}

  /** The keys that each kind has: those that it needs, and those that it may have. */
  private record Keys(List<String> needed, List<String> possible) {
    static Keys keysOf(DistributionKind kind) {
      return switch (kind) {
        case CONSTANT -> new Keys(List.of("value"), List.of());
        case CATEGORICAL -> new Keys(List.of("values"), List.of());
        case CATEGORICAL_W_PROBABILITIES -> new Keys(List.of("values", "probabilities"), List.of());
        case INT_UNIFORM, UNIFORM, LOG_UNIFORM_VALUES, INV_LOG_UNIFORM_VALUES ->
            new Keys(List.of("min", "max"), List.of());
        case Q_UNIFORM, Q_LOG_UNIFORM_VALUES -> new Keys(List.of("min", "max"), List.of("q"));
        case NORMAL, LOG_NORMAL -> new Keys(List.of(), List.of("mu", "sigma"));
        case Q_NORMAL, Q_LOG_NORMAL -> new Keys(List.of(), List.of("mu", "sigma", "q"));
        case BETA -> new Keys(List.of(), List.of("a", "b"));
        case Q_BETA -> new Keys(List.of(), List.of("a", "b", "q"));
      };
    }

    Map<String, Object> schema() {
      List<String> all = new ArrayList<>(needed);
      all.addAll(possible);
      all.addAll(List.of("distribution", "when"));
      Map<String, Object> names = node("propertyNames", choice(all));
      return needed.isEmpty() ? names : with(names, "required", needed);
    }
  }

  /** A parameter of any name. */
  static Map<String, Object> parameter() {
    List<Object> rules = new ArrayList<>();
    rules.add(rule(not(has("distribution")), inferred()));
    for (DistributionKind kind : DistributionKind.values()) {
      rules.add(rule(key("distribution", node("const", kind.key())), Keys.keysOf(kind).schema()));
    }
    rules.add(
        rule(
            key("distribution", node("pattern", "log_uniform_values$")),
            node("properties", node("min", node("exclusiveMinimum", 0)))));
    rules.add(
        rule(
            key("distribution", node("const", "int_uniform")),
            node(
                "properties",
                node("min", node("type", "integer"), "max", node("type", "integer")))));
    return node(
        "type",
        "object",
        "properties",
        properties(),
        "additionalProperties",
        false,
        "allOf",
        rules);
  }

  /** Without the key {@code distribution}, the others say which it is. */
  private static Map<String, Object> inferred() {
    return node(
        "if", has("parameters"),
        "then", node("propertyNames", choice(List.of("parameters"))),
        "else",
            node(
                "if", has("value"),
                "then", node("propertyNames", choice(List.of("value", "when"))),
                "else",
                    node(
                        "if", has("values"),
                        "then",
                            node(
                                "propertyNames",
                                choice(List.of("values", "probabilities", "when"))),
                        "else",
                            with(
                                has("min", "max"),
                                "propertyNames",
                                choice(List.of("min", "max", "when"))))));
  }

  private static Map<String, Object> properties() {
    Map<String, Object> number = node("type", "number");
    Map<String, Object> positive = node("type", "number", "exclusiveMinimum", 0);
    Map<String, Object> shape =
        node(
            "type",
            "number",
            "minimum",
            Distribution.Beta.LEAST_SHAPE,
            "maximum",
            Distribution.Beta.MOST_SHAPE);
    Map<String, Object> any = node("type", List.of("number", "string", "boolean", "array"));
    return node(
        "value", about("Always this value.", any),
        "values", about("One of these.", list(any)),
        "probabilities",
            about(
                "As many as values, of the sum 1.",
                list(node("type", "number", "minimum", 0, "maximum", 1))),
        "min", about("The least; two integers are int_uniform, else it is uniform.", number),
        "max", about("The greatest, above min.", number),
        "q", with(about("Values are rounded to its multiples.", positive), "default", 1),
        "mu", with(about("The mean, of log_normal that of the logarithm.", number), "default", 0),
        "sigma", with(about("The standard deviation.", positive), "default", 1),
        "a", with(about("The first shape.", shape), "default", 1),
        "b", with(about("The second shape.", shape), "default", 1),
        "distribution",
            about(
                "How values are drawn; left out, value, values, or min and max say it.",
                choice(DistributionKind.names())),
        "when", reference("condition"),
        "parameters",
            about(
                "Parameters whose names begin with this one's and a dot.",
                node(
                    "type",
                    "object",
                    "minProperties",
                    1,
                    "additionalProperties",
                    reference(PARAMETER))));
  }

  /** A parameter whose values have to be as a schema says. */
  static Map<String, Object> typed(Map<String, Object> value) {
    Object type = value.get("type");
    boolean integer = "integer".equals(type);
    if (!integer && !"number".equals(type)) {
      return node(
          "allOf", List.of(reference(PARAMETER)),
          "propertyNames",
              choice(
                  List.of(
                      "value", "values", "probabilities", "distribution", "when", "parameters")),
          "properties",
              node("value", value, "values", node("items", value), "distribution", choice(LISTED)));
    }
    Map<String, Object> properties = node("value", value, "values", node("items", value));
    if (integer) {
      properties.put(
          "distribution",
          choice(
              DistributionKind.names().stream()
                  .filter(
                      name ->
                          LISTED.contains(name)
                              || name.equals("int_uniform")
                              || name.startsWith("q_"))
                  .toList()));
      properties.put("q", node("type", "integer"));
    }
    return node(
        "allOf",
        List.of(
            reference(PARAMETER),
            rule(
                not(key("distribution", node("pattern", "^q_"))),
                node("properties", node("min", value, "max", value)))),
        "properties",
        properties);
  }

  /** What a grid can try. */
  static Map<String, Object> enumerable() {
    return node(
        "properties",
            node(
                "distribution",
                    choice(List.of("constant", "categorical", "int_uniform", "q_uniform")),
                "probabilities", false,
                "parameters", node("additionalProperties", reference(ENUMERABLE))),
        "if", not(has("distribution")),
        "then",
            node(
                "properties",
                node("min", node("type", "integer"), "max", node("type", "integer"))));
  }
}
