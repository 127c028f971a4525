package dev.trawl.sweep.schema;

import static dev.trawl.sweep.schema.Schemas.about;
import static dev.trawl.sweep.schema.Schemas.has;
import static dev.trawl.sweep.schema.Schemas.integer;
import static dev.trawl.sweep.schema.Schemas.mapping;
import static dev.trawl.sweep.schema.Schemas.node;
import static dev.trawl.sweep.schema.Schemas.not;
import static dev.trawl.sweep.schema.Schemas.rule;
import static dev.trawl.sweep.schema.Schemas.with;

import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.Federation;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.TrainingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** How each run trains. */
final class TrainingSchemas {
  private final ParameterCatalog catalog;
  private final EpochRuleCatalog rules;

  TrainingSchemas(ParameterCatalog catalog, EpochRuleCatalog rules) {
    this.catalog = catalog;
    this.rules = rules;
  }

  /** What a key of training chooses, with settings of its own. */
  private List<Selectable> chosen() {
    List<Selectable> all = new ArrayList<>(rules.epochRules());
    all.add(new Federation());
    return all;
  }

  /** The keys of {@code training}. */
  Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("epochs", epochs());
    for (Selectable rule : chosen()) {
      Map<String, Object> settings = SelectionSchemas.settings(rule);
      settings.remove("required"); // A parameter may have it instead.
      keys.put(rule.name(), settings);
    }
    Map<String, Hyperparameter> known = catalog.parameters(new TreeSet<>(catalog.models()).first());
    for (String name : catalog.trainingParameters()) {
      Hyperparameter hyperparameter = known.get(name);
      if (hyperparameter != null) {
        keys.put(name, Schemas.described(hyperparameter));
      }
    }
    Map<String, Object> moves = new LinkedHashMap<>(augmentation());
    keys.put(
        "augmentation",
        about("How each training image is changed, anew each epoch.", mapping(moves, List.of())));
    keys.put(
        "checkpoints",
        with(
            about(
                "Which outlive a run: the best always, and the newest so many.",
                node("anyOf", List.of(Schemas.choice(List.of("best", "last", "all")), integer(1)))),
            "default",
            "best"));
    keys.put("timeout", about("The longest that a run may train, such as 90s.", Schemas.TIME));
    return keys;
  }

  private static Map<String, Object> epochs() {
    return with(
        about("Passes over the training images, at most.", integer(1)),
        "default",
        TrainingSpec.DEFAULT_EPOCHS);
  }

  private static Map<String, Map<String, Object>> augmentation() {
    Map<String, Object> fraction = node("type", "number", "minimum", 0, "exclusiveMaximum", 1);
    Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    all.put(
        "rotation",
        about("Degrees either way.", node("type", "number", "minimum", 0, "maximum", 180)));
    all.put("shift", about("Up to this part of the height and width.", fraction));
    all.put("scale", about("Up to this part of the size.", fraction));
    all.replaceAll((name, schema) -> with(schema, "default", 0));
    return all;
  }

  /** What rules have to have, unless a parameter may set it. */
  List<Object> rules() {
    List<Object> all = new ArrayList<>();
    for (Selectable rule : chosen()) {
      rule.settings().stream()
          .filter(Setting::isRequired)
          .forEach(setting -> all.add(required(rule.name(), setting.name())));
    }
    return all;
  }

  private static Map<String, Object> required(String rule, String setting) {
    Map<String, Object> searched =
        node("pattern", "(^|\\.)(training|%s|%s)$".formatted(rule, setting));
    return rule(
        with(
            not(has("rename")),
            "properties",
            node("parameters", node("propertyNames", not(searched)))),
        node("properties", node("training", node("properties", node(rule, has(setting))))));
  }

  /** The keys that a parameter may set, by their dotted names. */
  Map<String, Map<String, Object>> searched() {
    Map<String, Map<String, Object>> searched = new LinkedHashMap<>();
    searched.put("epochs", epochs());
    augmentation().forEach((name, schema) -> searched.put("augmentation." + name, schema));
    for (Selectable rule : chosen()) {
      rule.settings()
          .forEach(setting -> searched.put(rule.name() + "." + setting.name(), setting.schema()));
    }
    return searched;
  }
}
