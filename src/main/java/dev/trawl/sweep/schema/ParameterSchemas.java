package dev.trawl.sweep.schema;

import static dev.trawl.sweep.schema.Schemas.about;
import static dev.trawl.sweep.schema.Schemas.has;
import static dev.trawl.sweep.schema.Schemas.key;
import static dev.trawl.sweep.schema.Schemas.node;
import static dev.trawl.sweep.schema.Schemas.not;
import static dev.trawl.sweep.schema.Schemas.reference;
import static dev.trawl.sweep.schema.Schemas.rule;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.yaml.Aliases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What is searched: the parameters of all models, and what each model takes of them. */
final class ParameterSchemas {
  private static final double MOST_SEED = 0x1p53;

  private final ParameterCatalog catalog;
  private final String defaultModel;
  private final Map<String, Object> definitions = new LinkedHashMap<>();
  private final Map<String, Object> properties = new LinkedHashMap<>();
  private final Map<String, Object> patterns = new LinkedHashMap<>();

  /** The definition of a hyperparameter, by its name and then its model. */
  private final Map<String, Map<String, String>> variants = new LinkedHashMap<>();

  /**
   * @param training what training's keys may be, by their dotted names without training
   */
  ParameterSchemas(
      ParameterCatalog catalog, String defaultModel, Map<String, Map<String, Object>> training) {
    this.catalog = catalog;
    this.defaultModel = defaultModel;
    models().forEach(model -> catalog.parameters(model).values().forEach(each -> add(model, each)));
    variants.forEach(this::addUnion);
    add(RunKeys.MODEL, "The architecture.", Schemas.choice(models()), List.of());
    add(
        RunKeys.SEED,
        "Seeds a run, in place of the sweep's seed and the run's number.",
        node("type", "integer", "minimum", (long) -MOST_SEED, "maximum", (long) MOST_SEED),
        List.of());
    training.forEach(
        (name, value) ->
            add(
                RunKeys.training(name),
                Objects.requireNonNullElse(value.get("description"), "").toString(),
                value,
                ends(name, training)));
  }

  private List<String> models() {
    return List.copyOf(new TreeSet<>(catalog.models()));
  }

  /** What a name may be shortened to: its end, where no other name has the same. */
  private static List<String> ends(String name, Map<String, Map<String, Object>> training) {
    List<String> ends = new ArrayList<>(List.of(name));
    String end = name;
    while (end.contains(".")) {
      end = end.substring(end.indexOf('.') + 1);
      String shortened = "." + end;
      if (training.keySet().stream().filter(each -> each.endsWith(shortened)).count() == 1) {
        ends.add(end);
      }
    }
    return ends;
  }

  private void add(String model, Hyperparameter hyperparameter) {
    Map<String, String> byModel =
        variants.computeIfAbsent(hyperparameter.name(), name -> new LinkedHashMap<>());
    Map<String, Object> typed = DistributionSchemas.typed(Schemas.value(hyperparameter));
    String definition =
        byModel.values().stream()
            .filter(each -> typed.equals(definitions.get(each)))
            .findFirst()
            .orElse(
                byModel.isEmpty() ? hyperparameter.name() : hyperparameter.name() + " of " + model);
    byModel.put(model, definition);
    definitions.putIfAbsent(definition, typed);
  }

  private void addUnion(String name, Map<String, String> byModel) {
    List<String> different = byModel.values().stream().distinct().toList();
    Map<String, Object> union =
        different.size() == 1
            ? node("allOf", List.of(reference(different.get(0))))
            : node("anyOf", different.stream().map(Schemas::reference).toList());
    properties.put(name, about(description(name, byModel), union));
    pattern(name, List.of(RunKeys.training(name)), different);
  }

  private String description(String name, Map<String, String> byModel) {
    List<String> texts =
        byModel.keySet().stream()
            .map(model -> Objects.requireNonNull(catalog.parameters(model).get(name)))
            .map(Hyperparameter::description)
            .distinct()
            .toList();
    String text = String.join("; or ", texts);
    return byModel.size() == catalog.models().size()
        ? text
        : "%s (%s)".formatted(text, String.join(", ", byModel.keySet()));
  }

  private void add(
      String name, String description, Map<String, Object> value, List<String> shortened) {
    definitions.put(name, DistributionSchemas.typed(value));
    properties.put(name, about(description, node("allOf", List.of(reference(name)))));
    pattern(name, shortened, List.of(name));
  }

  /** What else a name is read by. */
  private void pattern(String name, List<String> others, List<String> different) {
    List<String> all = new ArrayList<>();
    others.forEach(other -> all.add("^" + other.replace(".", "\\.") + "$"));
    Optional<String> aliases = Aliases.parameterPattern(name);
    aliases.ifPresent(all::add);
    if (!all.isEmpty()) {
      patterns.put(
          String.join("|", all),
          different.size() == 1
              ? reference(different.get(0))
              : node("anyOf", different.stream().map(Schemas::reference).toList()));
    }
  }

  /** The definitions that the others refer to. */
  Map<String, Object> definitions() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(DistributionSchemas.PARAMETER, DistributionSchemas.parameter());
    all.put(DistributionSchemas.ENUMERABLE, DistributionSchemas.enumerable());
    all.putAll(definitions);
    return all;
  }

  /** The key {@code parameters}. */
  Map<String, Object> parameters() {
    return node(
        "description",
        "What is searched: a distribution for each name.",
        "type",
        "object",
        "minProperties",
        1,
        "propertyNames",
        node("pattern", "^[A-Za-z_][A-Za-z0-9_.-]*$"),
        "properties",
        properties,
        "patternProperties",
        patterns,
        "additionalProperties",
        reference(DistributionSchemas.PARAMETER));
  }

  /** Rules of a whole file. */
  List<Object> rules() {
    List<Object> rules = new ArrayList<>();
    Map<String, Object> known = new LinkedHashMap<>();
    properties.keySet().forEach(name -> known.put(name, true));
    Map<String, Object> patterned = new LinkedHashMap<>();
    patterns.keySet().forEach(pattern -> patterned.put(pattern, true));
    rules.add(
        rule(
            not(has("rename")),
            below(
                node(
                    "properties", known,
                    "patternProperties", patterned,
                    "additionalProperties", has("parameters")))));
    for (String key : List.of(RunKeys.MODEL, RunKeys.SEED)) {
      rules.add(
          not(
              node(
                  "required",
                  List.of(key, "parameters"),
                  "properties",
                  node("parameters", has(key)))));
    }
    models()
        .forEach(model -> rules.add(rule(trains(model), below(node("properties", own(model))))));
    return rules;
  }

  private static Map<String, Object> below(Map<String, Object> parameters) {
    return node("properties", node("parameters", parameters));
  }

  /** Files whose runs all have a model. */
  private Map<String, Object> trains(String model) {
    Map<String, Object> named = key(RunKeys.MODEL, node("const", model));
    return model.equals(defaultModel)
        ? node(
            "anyOf",
            List.of(
                named,
                node(
                    "not",
                    node(
                        "anyOf",
                        List.of(has(RunKeys.MODEL), key("parameters", has(RunKeys.MODEL)))))))
        : named;
  }

  /** What a model lacks, or has otherwise than another. */
  private Map<String, Object> own(String model) {
    Map<String, Object> own = new LinkedHashMap<>();
    variants.forEach(
        (name, byModel) -> {
          String definition = byModel.get(model);
          if (definition == null) {
            own.put(name, node("anyOf", List.of(has("parameters"))));
          } else if (byModel.values().stream().distinct().count() > 1) {
            own.put(name, reference(definition));
          }
        });
    return own;
  }
}
