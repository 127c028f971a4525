package dev.trawl.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.FailureCause;
import dev.trawl.analysis.FinalsResult;
import dev.trawl.analysis.Finding;
import dev.trawl.analysis.Importance;
import dev.trawl.analysis.Reproduction;
import dev.trawl.analysis.SpaceChange;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Damage;
import dev.trawl.track.Decision;
import dev.trawl.track.Evaluation;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Metric;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RegisteredModel;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunLog;
import dev.trawl.track.SavedView;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON records of the REST interface and of {@code --json}. Snake case; numbers that are not
 * finite are the strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; what is absent
 * is null; times are ISO-8601 in UTC. Immutable and safe for use by many threads.
 */
public final class RecordJson {
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  public ObjectNode sweep(Sweep sweep) {
    return node(JsonRecords.SweepRecord.of(sweep));
  }

  /** A sweep with what was changed of it, and the space that its file then describes. */
  public ObjectNode sweepInFull(Sweep sweep, List<Adjustment> adjustments) {
    ObjectNode node = sweep(sweep);
    SweepSource changed = Adjustment.changed(sweep.source(), adjustments);
    node.set("space", node(JsonRecords.SpaceRecord.of(changed)));
    node.set(
        "adjustments",
        mapper.valueToTree(adjustments.stream().map(JsonRecords.AdjustmentRecord::of).toList()));
    return node.set("metric_kinds", metricKinds());
  }

  /** A run of a sweep, whose data set gives its accuracies their intervals. */
  public ObjectNode run(Run run, Sweep sweep) {
    return node(JsonRecords.RunRecord.of(run, sweep));
  }

  /**
   * A run with all that is known of it: its evaluation, if any, what was decided about it, where it
   * was trained, and how to reproduce it.
   *
   * @param decisions of the whole sweep
   * @param places the first one first; its environment has what the latest has of its own, its plan
   *     is the latest's
   */
  public ObjectNode runInFull(
      Run run,
      Sweep sweep,
      Optional<Evaluation> evaluation,
      List<Decision> decisions,
      List<RunEnvironment> places) {
    ObjectNode node = run(run, sweep);
    ObjectNode environment = (ObjectNode) node.get("environment");
    places.forEach(place -> place.entries().forEach(environment::put));
    environment.remove(RunEnvironment.PLAN);
    ArrayNode plan = node.putArray("plan");
    places.stream().reduce((one, next) -> next).ifPresent(place -> place.plan().forEach(plan::add));
    ArrayNode trainedOn = node.putArray("trained_on");
    places.forEach(place -> trainedOn.add(node(JsonRecords.PlaceRecord.of(place))));
    node.set(
        "evaluation",
        sweep
            .dataset()
            .flatMap(dataset -> evaluation.map(found -> evaluation(found, dataset.labels())))
            .orElse(null));
    ArrayNode decided = node.putArray("decisions");
    decisions.stream()
        .filter(decision -> decision.runId().equals(run.id()))
        .forEach(decision -> decided.add(node(decision)));
    node.put("reproduce", Reproduction.command(run));
    return node.set("metric_kinds", metricKinds());
  }

  /** Why a run failed; null for one that didn't. */
  public JsonNode failure(Optional<FailureCause> cause) {
    return cause.<JsonNode>map(this::node).orElse(NullNode.getInstance());
  }

  /** What is kept of a run's log. */
  public ObjectNode log(String runId, RunLog log) {
    return mapper.createObjectNode().put("run_id", runId).setAll(node(log));
  }

  /** What the known metrics measure, by name: {@code "goal"} and {@code "unit"}. */
  ObjectNode metricKinds() {
    ObjectNode kinds = mapper.createObjectNode();
    for (MetricKind kind : MetricKind.KNOWN) {
      Goal goal = kind.goal();
      kinds
          .putObject(kind.key())
          .put("goal", goal == null ? null : goal.name().toLowerCase(Locale.ROOT))
          .put("unit", kind.unit().name().toLowerCase(Locale.ROOT));
    }
    return kinds;
  }

  public ObjectNode evaluation(Evaluation evaluation, List<String> labels) {
    return node(JsonRecords.EvaluationRecord.of(evaluation, labels));
  }

  public ObjectNode savedView(SavedView view) {
    return node(view);
  }

  public ObjectNode checkpoint(Checkpoint checkpoint) {
    return node(checkpoint);
  }

  public ObjectNode damage(Damage damage) {
    return node(damage);
  }

  public ObjectNode importance(Importance importance) {
    return node(importance);
  }

  /**
   * What the best run of a sweep is really worth: by its finals, or else corrected for having been
   * chosen; with the text for people.
   */
  public ObjectNode winner(Optional<FinalsResult> finals, Optional<CorrectedAccuracy> corrected) {
    ObjectNode node = mapper.createObjectNode();
    ObjectNode none = null;
    node.set("finals", finals.map(this::finals).orElse(none));
    node.set("corrected", corrected.map(this::corrected).orElse(none));
    return node.put(
        "text",
        finals
            .map(FinalsResult::sentence)
            .or(() -> corrected.map(CorrectedAccuracy::sentence))
            .orElse(null));
  }

  private ObjectNode finals(FinalsResult result) {
    ObjectNode node = candidate(result.winner(), result.standing());
    node.put("test_accuracy", result.testAccuracy());
    ArrayNode others = node.putArray("others");
    result
        .others()
        .forEach(
            other ->
                others.add(candidate(other.run(), other.standing()).put("stayed", other.stayed())));
    return node;
  }

  private ObjectNode candidate(Run run, FinalStanding standing) {
    return mapper
        .createObjectNode()
        .put("run_id", run.id())
        .put("number", run.number())
        .set("standing", node(standing));
  }

  private ObjectNode corrected(CorrectedAccuracy corrected) {
    return mapper
        .createObjectNode()
        .put("run_id", corrected.best().id())
        .put("accuracy", corrected.accuracy())
        .put("corrected", corrected.corrected())
        .put("runs", corrected.runs())
        .put("images", corrected.images());
  }

  /**
   * What a sweep's runs advise for the next one.
   *
   * @param file the text of its sweep file
   */
  public ObjectNode advice(List<SpaceChange> changes, String file) {
    ObjectNode node = mapper.createObjectNode();
    ArrayNode nodes = node.putArray("changes");
    changes.forEach(change -> nodes.add(node(change).put("text", change.what())));
    return node.put("file", file.isEmpty() ? null : file);
  }

  /** A registered model with its versions, aliases and their moves, the latest first. */
  public ObjectNode model(RegisteredModel model) {
    return node(ModelRecords.Model.of(model));
  }

  /**
   * A version of a registered model.
   *
   * @param aliases that stand for it
   */
  public ObjectNode modelVersion(RegisteredModel.Version version, List<String> aliases) {
    return node(ModelRecords.Version.of(version, aliases));
  }

  /** What decided whether an alias moves. */
  public ObjectNode promotion(PairedTest test) {
    return node(ModelRecords.Test.of(test));
  }

  public ObjectNode problem(Problem problem) {
    return node(problem);
  }

  public ObjectNode change(Change change) {
    ObjectNode node = node(change);
    return node.put("kind", change.kind().name().toLowerCase(Locale.ROOT));
  }

  public ObjectNode diagnosis(List<Finding> findings) {
    List<ObjectNode> nodes = new ArrayList<>();
    for (Finding finding : findings) {
      nodes.add(node(finding).put("severity", finding.severity().name().toLowerCase(Locale.ROOT)));
    }
    return node(Map.of("findings", nodes));
  }

  /**
   * The same with few of the runs that show each, and how many these are, {@code "runs"}.
   *
   * @param most ids a finding
   */
  public ObjectNode diagnosis(List<Finding> findings, int most) {
    ObjectNode node = diagnosis(findings);
    for (JsonNode finding : node.get("findings")) {
      ArrayNode ids = (ArrayNode) finding.get("run_ids");
      ((ObjectNode) finding).put("runs", ids.size());
      while (ids.size() > most) {
        ids.remove(ids.size() - 1);
      }
    }
    return node;
  }

  /** A run's metrics, each key with its points by step. */
  public ObjectNode metrics(String runId, Map<String, List<Metric>> metrics) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("run_id", runId);
    record.put("metrics", points(metrics, true));
    return node(record);
  }

  /** One metric of every run of a sweep. */
  public ObjectNode sweepMetrics(String key, Map<String, List<Metric>> runs) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("key", key);
    record.put("runs", points(runs, false));
    return node(record);
  }

  /** Anything made of records, maps, lists and plain values. */
  public ObjectNode node(Object value) {
    return mapper.valueToTree(value);
  }

  /** The text of a node, or of anything that {@link #node} takes; without line breaks. */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("need plain values, found " + value.getClass(), e);
    }
  }

  /** The same for people to read, an entry a line. */
  public String writeReadably(Object value) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("need plain values, found " + value.getClass(), e);
    }
  }

  /** Reads and writes as this class does. */
  public ObjectMapper mapper() {
    return mapper;
  }

  private static Map<String, List<Map<String, Object>>> points(
      Map<String, List<Metric>> metrics, boolean timed) {
    Map<String, List<Map<String, Object>>> points = new LinkedHashMap<>();
    metrics.forEach(
        (key, values) ->
            points.put(key, values.stream().map(value -> point(value, timed)).toList()));
    return points;
  }

  private static Map<String, Object> point(Metric metric, boolean timed) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("step", metric.step());
    point.put("value", metric.value());
    if (timed) {
      point.put("timestamp", metric.timestamp());
    }
    return point;
  }
}
