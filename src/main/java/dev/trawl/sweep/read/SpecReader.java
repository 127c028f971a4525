package dev.trawl.sweep.read;

import dev.trawl.sweep.Constraints;
import dev.trawl.sweep.DatasetCatalog;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.Hyperparameter;
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
  private static final List<String> IGNORED =
      List.of(
          "program", "command", "entity", "job", "image_uri", "controller", "apiVersion", "kind");

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
  private final SearchCatalog search;
  private final EpochRuleCatalog rules;
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
    this.search = search;
    this.rules = rules;
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
    Selection method = method().orElse(NO_METHOD);
    Selection earlyTermination =
        keys.optional("early_terminate", new EarlyTerminationReader(search.stoppingRules()))
            .orElse(null);
    long seed = seed();
    Integer runCap = number("run_cap", 1);
    Integer lag = lag(method, earlyTermination);
    WarmStart warmStart = keys.optional("warm_start", new WarmStartReader()).orElse(null);
    Finals finals = keys.optional("finals", new FinalsReader()).orElse(null);
    Objective metric = keys.optional("metric", new ObjectiveReader()).orElse(Objective.DEFAULT);
    List<Double> thresholds =
        keys.optional("thresholds", new ThresholdsReader()).orElse(DEFAULT_THRESHOLDS);
    Map<String, Parameter> parameters = parameters(models);
    Map<String, Distribution> distributions = space(parameters, models);
    TrainingSpec trained = training(parameters);
    ConditionReader conditions = space.conditions(models, training.keys(), parameters);
    Constraints constraints =
        new Constraints(
            conditions.when(), keys.optional("forbid", conditions::forbidden).orElse(List.of()));
    List<Map<String, Object>> enqueued =
        keys.optional("enqueue", conditions::enqueued).orElse(List.of());
    keys.optional("rename");
    names.finish();
    ExecutionSpec execution = execution();
    checkCombinations(models, parameters, distributions);
    NotYet.refuse(root, problems);
    checkOtherKeys();
    checkEnd();
    problems.check();
    return new SweepSpec(
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
            warmStart),
        seed,
        metric,
        thresholds,
        trained,
        execution);
  }

  /** Once for each model that runs may have. */
  private void checkCombinations(
      List<String> models, Map<String, Parameter> parameters, Map<String, Distribution> space) {
    for (String model : models) {
      Combinations combinations =
          new Combinations(places(parameters), catalog.parameters(model), space, problems);
      combinations.check(rules.epochRules());
      combinations.check(catalog.needs());
      combinations.checkSupported();
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
        keys.optional("budget", new TimeoutReader()).orElse(null));
  }

  private @Nullable Integer number(String key, int min) {
    return keys.optional(key, NodeType.integerFrom(min)).orElse(null);
  }

  private long seed() {
    return keys.optional(
            "seed",
            NodeType.integer("an integer of at most 64 bits", Long.MIN_VALUE, Long.MAX_VALUE))
        .orElse(0L);
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
            "model", "model: " + names, NodeType.choice("a model: " + names, catalog.models()))
        .map(List::of)
        .orElse(List.of());
  }

  private Optional<Selection> method() {
    return keys.required("method", "method: random", new MethodReader(search));
  }

  private boolean enumerates(Selection method) {
    return find(method).filter(SearchCatalog.Method::enumerates).isPresent();
  }

  private Optional<? extends SearchCatalog.Method> find(Selection method) {
    return search.methods().stream()
        .filter(known -> known.name().equals(method.name()))
        .findFirst();
  }

  /** Null leaves it to the method and the rule. */
  private @Nullable Integer lag(Selection method, @Nullable Selection earlyTermination) {
    Optional<YamlNode> node = keys.optional("lag");
    if (earlyTermination == null && find(method).filter(known -> known.lag() == 0).isPresent()) {
      node.ifPresent(
          lag ->
              problems.warning(
                  lag.place(),
                  "a lag with method " + method.name(),
                  "none, unless there is an early_terminate: no result changes what it tries"));
    }
    return number("lag", 1);
  }

  private Map<String, Parameter> parameters(List<String> models) {
    keys.required(
        "parameters",
        "parameters: {learning_rate: {min: 0.0003, max: 0.003}}",
        NodeType.mapping(SpaceReader.EXAMPLE));
    boolean grid = method().filter(this::enumerates).isPresent();
    return space.read(models, training.keys(), grid);
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

  private void checkOtherKeys() {
    IGNORED.forEach(key -> keys.ignore(key, "nothing: Trawl ignores this key of W&B"));
    keys.leave("notify");
    keys.refuse("metrics", "one metric: runs are ranked by a single one");
    keys.refuse("scheduler", "no scheduler: Trawl trains the runs itself, see workers");
    keys.finish();
  }

  /** A search that doesn't enumerate ends only where it is told to. */
  private void checkEnd() {
    boolean capped = keys.optional("run_cap").isPresent();
    boolean targeted =
        keys.optional("metric")
            .flatMap(YamlNode::mapping)
            .filter(metric -> metric.entries().containsKey("target"))
            .isPresent();
    keys.optional("method")
        .filter(node -> !capped && !targeted)
        .ifPresent(
            node ->
                method()
                    .filter(method -> !enumerates(method))
                    .ifPresent(
                        method ->
                            problems.error(
                                node.place(),
                                "method %s without an end".formatted(method.name()),
                                "run_cap, such as run_cap: 24, or a target of the metric")));
  }
}
