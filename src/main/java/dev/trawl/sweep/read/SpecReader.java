package dev.trawl.sweep.read;

import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.DatasetCatalog;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.WarmStart;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the top level of a sweep file. Use once. */
final class SpecReader {
  private static final String DEFAULT_MODEL = "cnn";
  private static final List<Double> DEFAULT_THRESHOLDS = List.of(0.98, 0.99);

  /** Stands in for what could not be read, which is a problem: no caller ever sees it. */
  private static final DatasetSpec NO_DATASET =
      new DatasetSpec("", null, DatasetSpec.DEFAULT_VALIDATION_SPLIT, null, null);

  private static final Selection NO_METHOD = Selection.of("none");

  private final Mapping root;
  private final MappingReader keys;
  private final DatasetCatalog datasets;
  private final ParameterCatalog catalog;
  private final EpochRuleCatalog rules;
  private final SearchKeys search;
  private final ParameterNames names;
  private final SpaceReader space;
  private final SearchedTraining training;
  private final Problems problems;

  SpecReader(
      Mapping root,
      DatasetCatalog datasets,
      ParameterCatalog catalog,
      SearchCatalog search,
      EpochRuleCatalog rules,
      Problems problems) {
    this.names = new ParameterNames(root, problems);
    this.root = names.metric(root);
    this.keys = new MappingReader(this.root, problems);
    this.datasets = datasets;
    this.catalog = catalog;
    this.rules = rules;
    this.search = new SearchKeys(keys, search, problems);
    this.space = new SpaceReader(root, catalog, names, problems);
    this.training = new SearchedTraining(rules, catalog.trainingParameters(), problems);
    this.problems = problems;
  }

  /**
   * Asks for the keys in the order in which messages list them.
   *
   * @param defaultName the sweep's name if the file has none
   */
  SweepSpec read(String defaultName) throws InvalidSweepException {
    Title title =
        new Title(
            keys.optional("name", NodeType.name("a name")).orElse(defaultName),
            keys.optional("description", NodeType.text("a text")).orElse(null),
            keys.optional("project", NodeType.name("a name")).orElse(null));
    DatasetSpec dataset =
        keys.required("dataset", "dataset: mnist", new DatasetReader(datasets.names()))
            .orElse(NO_DATASET);
    List<String> models = models();
    Selection method = search.method().orElse(NO_METHOD);
    Selection earlyTermination = search.earlyTermination().orElse(null);
    long seed = seed();
    Integer runCap = number("run_cap", 1);
    Integer lag = search.lag(method, earlyTermination);
    WarmStart warmStart = keys.optional("warm_start", new WarmStartReader()).orElse(null);
    Finals finals = keys.optional("finals", new FinalsReader()).orElse(null);
    Objective metric = keys.optional("metric", new ObjectiveReader()).orElse(Objective.DEFAULT);
    List<Double> thresholds =
        keys.optional("thresholds", new ThresholdsReader()).orElse(DEFAULT_THRESHOLDS);
    Searchable searchable = Searchable.of(catalog, models, training.keys());
    Map<String, Parameter> parameters = parameters(searchable, method);
    Map<String, Distribution> distributions = space(parameters, models);
    TrainingSpec trained = training(parameters);
    Constraints constraints = space.constraints(searchable, parameters, keys.entry("forbid"));
    List<Map<String, Object>> enqueued =
        keys.optional("enqueue", space.enqueued(searchable, parameters, constraints))
            .orElse(List.of());
    keys.optional("rename");
    names.finish();
    ExecutionSpec execution = execution();
    checkCombinations(models, parameters, distributions);
    OtherKeys.check(keys);
    search.checkEnd(method);
    problems.check();
    SweepSpec spec =
        new SweepSpec(
            title,
            dataset,
            models.isEmpty() ? DEFAULT_MODEL : models.get(0),
            new SearchSpec(
                method,
                earlyTermination,
                distributions,
                constraints,
                enqueued,
                runCap,
                lag,
                finals,
                warmStart,
                imputation()),
            seed,
            metric,
            thresholds,
            trained,
            execution);
    search.warnOfIdleRule(spec);
    return spec;
  }

  /** Once for each model that runs may have. */
  private void checkCombinations(
      List<String> models, Map<String, Parameter> parameters, Map<String, Distribution> space) {
    for (String model : models) {
      Combinations combinations =
          new Combinations(places(parameters), catalog.parameters(model), space, problems);
      combinations.check(rules.epochRules());
      combinations.check(catalog.needs());
    }
  }

  /** Where each parameter stands, and what else stands under training. */
  private Map<String, Place> places(Map<String, Parameter> parameters) {
    Map<String, Place> places = new LinkedHashMap<>();
    keys.optional("training")
        .flatMap(YamlNode::mapping)
        .ifPresent(
            found -> found.entries().forEach((name, entry) -> places.put(name, entry.place())));
    parameters.forEach(
        (name, parameter) -> {
          if (!parameter.isConditional()) { // Its when says in which runs it does something.
            places.put(name, parameter.place());
          }
        });
    return places;
  }

  private ExecutionSpec execution() {
    return new ExecutionSpec(
        number("workers", 1),
        keys.optional("retries", NodeType.integerFrom(0)).orElse(0),
        keys.optional("max_failures", NodeType.integerFrom(1))
            .orElse(ExecutionSpec.DEFAULT_MAX_FAILURES),
        keys.optional("budget", new TimeoutReader()).orElse(null),
        keys.optional("notify", WebhookReader.list()).orElse(List.of()));
  }

  private Imputation imputation() {
    return keys.optional("metric")
        .flatMap(YamlNode::mapping)
        .map(ObjectiveReader::imputation)
        .orElse(Imputation.DEFAULT);
  }

  private @Nullable Integer number(String key, int min) {
    return keys.optional(key, NodeType.integerFrom(min)).orElse(null);
  }

  private long seed() {
    String expected = "an integer of at most 64 bits" + elsewhere(keys.optional("seed"));
    return keys.optional("seed", NodeType.integer(expected, Long.MIN_VALUE, Long.MAX_VALUE))
        .orElse(0L);
  }

  /** Where a key stands that has several values. */
  private static String elsewhere(Optional<YamlNode> node) {
    return node.filter(found -> found.sequence().isPresent() || found.mapping().isPresent())
        .map(several -> "; what is searched stands under parameters")
        .orElse("");
  }

  /** Those that runs may have; none when that can't be read. */
  private List<String> models() {
    Optional<YamlNode> node = keys.optional("model");
    List<String> searched = space.models();
    if (!searched.isEmpty()) {
      return searched;
    }
    if (node.isEmpty() && catalog.models().contains(DEFAULT_MODEL)) {
      return List.of(DEFAULT_MODEL);
    }
    String names = String.join(", ", catalog.models());
    return keys.required(
            "model",
            "model: " + names,
            NodeType.choice("a model: " + names + elsewhere(node), catalog.models()))
        .map(List::of)
        .orElse(List.of());
  }

  private Map<String, Parameter> parameters(Searchable searchable, Selection method) {
    keys.required(
        "parameters",
        "parameters: {learning_rate: {min: 0.0003, max: 0.003}}",
        NodeType.mapping(SpaceReader.EXAMPLE));
    Map<String, Parameter> parameters = space.read(searchable, search.enumerates(method));
    search.checkDrawn(parameters.values());
    return parameters;
  }

  /** With what the parameters set of it. */
  private TrainingSpec training(Map<String, Parameter> parameters) {
    Map<String, Parameter> ofTraining = new LinkedHashMap<>(parameters);
    ofTraining.keySet().retainAll(training.keys());
    return training
        .read(keys.optional("training"), ofTraining)
        .orElseGet(() -> TrainingSpec.of(TrainingSpec.DEFAULT_EPOCHS));
  }

  /** The distributions, and those of what training has one value for. */
  private Map<String, Distribution> space(Map<String, Parameter> parameters, List<String> models) {
    Map<String, Distribution> searched = SpaceReader.distributions(parameters);
    Optional<Mapping> fixed = keys.optional("training").flatMap(YamlNode::mapping);
    if (models.isEmpty() || fixed.isEmpty()) {
      return searched;
    }
    Map<String, Hyperparameter> known = new LinkedHashMap<>(catalog.parameters(models.get(0)));
    known.keySet().retainAll(catalog.trainingParameters());
    return new FixedParameters(known, problems).addTo(searched, fixed.get());
  }
}
