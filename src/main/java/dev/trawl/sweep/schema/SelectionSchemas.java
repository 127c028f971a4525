package dev.trawl.sweep.schema;

import static dev.trawl.sweep.schema.Schemas.about;
import static dev.trawl.sweep.schema.Schemas.choice;
import static dev.trawl.sweep.schema.Schemas.has;
import static dev.trawl.sweep.schema.Schemas.key;
import static dev.trawl.sweep.schema.Schemas.mapping;
import static dev.trawl.sweep.schema.Schemas.node;
import static dev.trawl.sweep.schema.Schemas.not;
import static dev.trawl.sweep.schema.Schemas.reference;
import static dev.trawl.sweep.schema.Schemas.rule;
import static dev.trawl.sweep.schema.Schemas.with;

import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is chosen by its name and has settings of its own: methods, stopping rules, epoch rules. */
final class SelectionSchemas {
  private static final String BAYES = "bayes";
  private static final String TPE = "tpe";

  private final SearchCatalog search;

  SelectionSchemas(SearchCatalog search) {
    this.search = search;
  }

  /** The key {@code method}: a name, or a mapping where one has settings. */
  Map<String, Object> method() {
    List<String> names = methodNames(search.methods());
    Map<String, Object> alone = with(choice(names), "enumDescriptions", descriptions(names));
    boolean settings = search.methods().stream().anyMatch(each -> !each.settings().isEmpty());
    return about(
        "How runs are proposed. " + described(search.methods()),
        settings ? node("anyOf", List.of(alone, chosen("name", search.methods()))) : alone);
  }

  private static List<String> methodNames(List<? extends Selectable> methods) {
    List<String> names = new ArrayList<>();
    methods.forEach(method -> names.add(method.name()));
    if (names.contains(TPE)) {
      names.add(names.indexOf(TPE), BAYES);
    }
    return names;
  }

  private List<String> descriptions(List<String> names) {
    return names.stream()
        .map(name -> name.equals(BAYES) ? TPE : name)
        .map(
            name ->
                search.methods().stream()
                    .filter(method -> method.name().equals(name))
                    .map(Selectable::description)
                    .findFirst()
                    .orElse(""))
        .toList();
  }

  private static String described(List<? extends Selectable> choices) {
    return choices.stream()
        .filter(choice -> !choice.description().isEmpty())
        .map(choice -> "%s: %s.".formatted(choice.name(), choice.description()))
        .collect(Collectors.joining(" "));
  }

  /** The key {@code early_terminate}. */
  Map<String, Object> earlyTermination() {
    return about(
        "Which runs end early. " + described(search.stoppingRules()),
        chosen("type", search.stoppingRules()));
  }

  private static Map<String, Object> chosen(String key, List<? extends Selectable> choices) {
    List<String> names = choices.stream().map(Selectable::name).toList();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(key, about("Which one.", choice(names)));
    List<Object> rules = new ArrayList<>();
    for (Selectable each : choices) {
      each.settings()
          .forEach(setting -> properties.putIfAbsent(setting.name(), withoutDefault(setting)));
      rules.add(rule(key(key, node("const", each.name())), own(key, each)));
    }
    return with(mapping(properties, List.of(key)), "allOf", rules);
  }

  /** Two may have the same setting with another default. */
  private static Map<String, Object> withoutDefault(Setting<?> setting) {
    Map<String, Object> schema = new LinkedHashMap<>(setting.schema());
    schema.remove("default");
    return schema;
  }

  private static Map<String, Object> own(String key, Selectable chosen) {
    List<String> names =
        Stream.concat(Stream.of(key), chosen.settings().stream().map(Setting::name)).toList();
    Map<String, Object> own = with(settings(chosen), "propertyNames", choice(names));
    own.remove("type");
    own.remove("additionalProperties");
    return own;
  }

  /** A mapping of the settings of what is chosen already. */
  static Map<String, Object> settings(Selectable chosen) {
    Map<String, Object> properties = new LinkedHashMap<>();
    chosen.settings().forEach(setting -> properties.put(setting.name(), setting.schema()));
    List<String> required =
        chosen.settings().stream().filter(Setting::isRequired).map(Setting::name).toList();
    Map<String, Object> schema = mapping(properties, required);
    if (!chosen.alternatives().isEmpty()) {
      schema.put(
          "oneOf", chosen.alternatives().stream().map(names -> only(names, chosen)).toList());
    }
    return chosen.description().isEmpty() ? schema : about(chosen.description(), schema);
  }

  /** All of one alternative, and nothing of the others. */
  private static Map<String, Object> only(List<String> names, Selectable chosen) {
    List<Object> others =
        chosen.alternatives().stream()
            .flatMap(List::stream)
            .filter(name -> !names.contains(name))
            .map(name -> (Object) has(name))
            .toList();
    Map<String, Object> all = node("required", names);
    return others.isEmpty() ? all : with(all, "not", node("anyOf", others));
  }

  /** What a method asks of the rest of a file. */
  List<Object> rules() {
    List<String> enumerating =
        search.methods().stream()
            .filter(SearchCatalog.Method::enumerates)
            .map(Selectable::name)
            .toList();
    Map<String, Object> enumerates =
        key(
            "method",
            node(
                "anyOf",
                List.of(
                    choice(enumerating),
                    with(key("name", choice(enumerating)), "type", "object"))));
    return List.of(
        rule(
            enumerates,
            node(
                "properties",
                node(
                    "parameters",
                    node("additionalProperties", reference(DistributionSchemas.ENUMERABLE))))),
        rule(
            not(enumerates),
            node("anyOf", List.of(has("run_cap"), has("budget"), key("metric", has("target"))))));
  }
}
