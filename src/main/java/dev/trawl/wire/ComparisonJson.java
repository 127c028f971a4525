package dev.trawl.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.ComparedRun;
import dev.trawl.analysis.PairedDifference;
import dev.trawl.analysis.RunComparison;
import dev.trawl.analysis.RunContrast;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Interval;
import dev.trawl.track.Sweep;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JSON of runs beside each other. Immutable and safe for use by many threads. */
public final class ComparisonJson {
  private final RecordJson json;

  public ComparisonJson(RecordJson json) {
    this.json = json;
  }

  /**
   * Each run with what it is compared by, and what the comparison says.
   *
   * @param checkpoints those that are kept of a run, by its id
   */
  public ObjectNode comparison(
      RunComparison comparison, Function<String, List<Checkpoint>> checkpoints) {
    ObjectNode node = json.node(Map.of("baseline", comparison.baseline().run().id()));
    node.put("sentence", comparison.sentence());
    ArrayNode parameters = node.putArray("parameters");
    comparison
        .parameters()
        .forEach(
            (name, differs) -> parameters.addObject().put("name", name).put("differs", differs));
    Map<String, RunContrast> contrasts = new HashMap<>();
    comparison.contrasts().forEach(each -> contrasts.put(each.run().run().id(), each));
    ArrayNode runs = node.putArray("runs");
    for (ComparedRun compared : comparison.runs()) {
      String id = compared.run().id();
      runs.add(
          run(compared, checkpoints.apply(id), contrasts.get(id))
              .put("same_test_images", compared.isTestedAs(comparison.baseline())));
    }
    return node.set("metric_kinds", json.metricKinds());
  }

  private ObjectNode run(
      ComparedRun compared, List<Checkpoint> checkpoints, @Nullable RunContrast contrast) {
    ObjectNode none = null;
    ObjectNode node = json.node(Map.of());
    node.set("run", json.run(compared.run(), compared.sweep()));
    node.set("sweep", sweep(compared.sweep()));
    List<String> labels = compared.sweep().dataset().map(DatasetInfo::labels).orElseGet(List::of);
    node.set(
        "evaluation",
        compared.evaluation() == null || labels.isEmpty()
            ? none
            : json.evaluation(compared.evaluation(), labels));
    node.put(
        "checkpoint_bytes",
        checkpoints.stream()
            .filter(Checkpoint::best)
            .map(Checkpoint::bytes)
            .findFirst()
            .orElse(null));
    node.set("contrast", contrast == null ? none : contrast(contrast));
    return node;
  }

  /** What of the sweep matters beside runs of others. */
  private ObjectNode sweep(Sweep sweep) {
    ObjectNode whole = json.sweep(sweep);
    return whole.retain(
        "sweep_id", "name", "model", "method", "epochs", "metric", "thresholds", "dataset");
  }

  private ObjectNode contrast(RunContrast contrast) {
    ObjectNode node = json.node(Map.of("verdict", name(contrast.verdict())));
    node.put("part", contrast.part() == null ? null : name(contrast.part()));
    PairedDifference difference = contrast.difference();
    if (difference != null) {
      Interval interval = difference.interval();
      node.put("images", difference.images());
      node.put("gained", difference.gained());
      node.put("lost", difference.lost());
      node.put("difference", difference.value());
      node.putArray("interval").add(interval.low()).add(interval.high());
      node.put("p", contrast.p());
    }
    return node.put("sentence", contrast.sentence());
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
