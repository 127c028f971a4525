package dev.trawl.runner;

import dev.trawl.search.Beginning;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.WarmStart;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.KnownRun;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sweep's search knows from its start: the runs of the sweeps that its file names, and what
 * those knew from theirs. It is read once, and recorded with the sweep.
 */
final class WarmStarts {
  private static final Logger log = LoggerFactory.getLogger(WarmStarts.class);

  private final RunStore store;
  private final SweepSpec spec;
  private final DatasetInfo dataset;

  WarmStarts(RunStore store, SweepSpec spec, DatasetInfo dataset) {
    this.store = store;
    this.spec = spec;
    this.dataset = dataset;
  }

  /**
   * None where the file asks for none.
   *
   * @throws IOException when a sweep is missing, or its runs say nothing about this one's
   */
  List<KnownRun> read() throws IOException {
    WarmStart asked = spec.search().warmStart();
    Map<String, KnownRun> known = new LinkedHashMap<>();
    for (String name : asked == null ? List.<String>of() : asked.sweeps()) {
      Sweep sweep =
          store
              .findSweep(name)
              .orElseThrow(
                  () -> new IOException("warm_start needs a recorded sweep, found " + name));
      requireSameMeasure(sweep);
      List<KnownRun> runs = new ArrayList<>(store.knownRuns(sweep.id()));
      runs.addAll(runs(sweep));
      requireSome(sweep, runs);
      runs.forEach(run -> known.put(run.runId(), run));
    }
    return List.copyOf(known.values());
  }

  private void requireSameMeasure(Sweep sweep) throws IOException {
    String needed = text(spec.metric());
    String found = sweep.metric().map(WarmStarts::text).orElse("none");
    if (!found.equals(needed)) {
      throw new IOException(
          "warm_start needs a sweep with the metric %s, found %s with %s"
              .formatted(needed, sweep.name(), found));
    }
    Optional<String> images = sweep.dataset().map(DatasetInfo::sha256);
    if (!images.equals(Optional.of(dataset.sha256()))) {
      throw new IOException(
          "warm_start needs a sweep on the same images, SHA-256 %s, found %s with %s"
              .formatted(dataset.sha256(), sweep.name(), images.orElse("none")));
    }
    String needs = counts(dataset);
    String has = sweep.dataset().map(WarmStarts::counts).orElse("none");
    if (!has.equals(needs)) {
      throw new IOException(
          "warm_start needs a sweep on as many images, %s, found %s with %s"
              .formatted(needs, sweep.name(), has));
    }
  }

  private static String counts(DatasetInfo images) {
    return "%d to train on and %d to validate with"
        .formatted(images.trainImages(), images.validationImages());
  }

  private static String text(Objective metric) {
    return "%s %s".formatted(metric.name(), metric.goal());
  }

  private void requireSome(Sweep sweep, List<KnownRun> runs) throws IOException {
    if (runs.isEmpty()) {
      throw new IOException(
          "warm_start needs a sweep with runs of %s that have ended, found none in %s"
              .formatted(String.join(" or ", spec.models()), sweep.name()));
    }
  }

  /** Those that are over or wait, of a model that this sweep has. */
  private List<KnownRun> runs(Sweep sweep) {
    Map<String, List<Metric>> values = store.sweepMetrics(sweep.id(), spec.metric().name());
    List<KnownRun> known = new ArrayList<>();
    List<Run> others = new ArrayList<>();
    for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
      Map<String, Object> parameters = parameters(sweep, run);
      if (!spec.models().contains(model(sweep, run))) {
        others.add(run);
      } else if (isOver(run) && !run.isOfFinals() && !run.parameters().isEmpty()) {
        known.add(
            new KnownRun(
                run.id(),
                parameters,
                run.status(),
                RecordedJobs.values(values.getOrDefault(run.id(), List.of()), run.epochs())));
      }
    }
    if (!others.isEmpty()) {
      log.warn(
          "warm_start leaves out {} runs of {}: of another model", others.size(), sweep.name());
    }
    return known;
  }

  private static boolean isOver(Run run) {
    return run.status().isFinal() || run.status() == RunStatus.PAUSED;
  }

  private static String model(Sweep sweep, Run run) {
    return run.parameters().getOrDefault(RunKeys.MODEL, sweep.plan().model()).toString();
  }

  /** With the model where this sweep searches it, and the other one had but one. */
  private Map<String, Object> parameters(Sweep sweep, Run run) {
    Map<String, Object> parameters = new LinkedHashMap<>(run.parameters());
    if (spec.search().parameters().containsKey(RunKeys.MODEL)) {
      parameters.put(RunKeys.MODEL, model(sweep, run));
    } else {
      parameters.remove(RunKeys.MODEL);
    }
    return parameters;
  }

  /**
   * What a proposer begins with.
   *
   * @param tried points of this sweep that another proposer had
   * @param runs how many runs that had
   */
  static Beginning beginning(
      SweepSpec spec, List<KnownRun> known, Collection<Map<String, Object>> tried, int runs) {
    WarmStart asked = spec.search().warmStart();
    List<Trial> trials = new ArrayList<>();
    Set<Map<String, Object>> points = new HashSet<>(tried);
    for (KnownRun run : known) {
      trials.add(new Trial(trials.size() + 1, run.parameters(), run.status(), run.values()));
      if (asked != null && !asked.retry()) {
        points.add(run.parameters());
      }
    }
    SearchSpace space = SearchSpace.of(spec);
    points.removeIf(point -> !space.has(point));
    return new Beginning(trials, points, runs);
  }
}
