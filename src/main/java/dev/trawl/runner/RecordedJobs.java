package dev.trawl.runner;

import dev.trawl.search.Job;
import dev.trawl.search.Trial;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Rebuilds the jobs of a sweep's search from what is recorded: the decisions that began them, the
 * runs, and their metrics. Use once.
 *
 * <p>A run without a decision is one that no search with a memory started, or the last one before a
 * kill: it begins the first job that no decision is of. A job that another one of its run follows
 * ended where that begins. A run's last job has ended when the run has, or waits beyond where the
 * job began.
 */
final class RecordedJobs {
  private final RunStore store;
  private final String sweepId;
  private final String metric;
  private final int retries;
  private final boolean values;
  private final Map<Integer, Run> runs = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<Integer> deleted = new HashSet<>();
  private final Map<Integer, Stretch> lastOfRun = new HashMap<>();
  private final Map<Integer, Decision> ends = new HashMap<>();
  private final JobHistory history = new JobHistory();

  /**
   * @param metric by which runs are compared
   * @param values whether it is looked at
   */
  RecordedJobs(RunStore store, String sweepId, String metric, int retries, boolean values) {
    this.store = store;
    this.sweepId = sweepId;
    this.metric = metric;
    this.retries = retries;
    this.values = values;
  }

  Continuation read() {
    List<Run> listed = store.runs(sweepId, RunQuery.ALL);
    List<Run> gone = store.deletedRuns(sweepId, RunQuery.ALL);
    searched(listed).forEach(this::add);
    searched(gone)
        .filter(run -> !runs.containsKey(run.number()))
        .forEach(
            run -> {
              deleted.add(run.number());
              add(run);
            });
    store.decisions(sweepId).stream()
        .filter(decision -> !decision.kind().isOfFinals())
        .forEach(this::add);
    runs.values().stream()
        .filter(run -> !run.isExternal() && !lastOfRun.containsKey(run.number()))
        .sorted(Comparator.comparingInt(Run::number))
        .forEach(this::addUndecided);
    lastOfRun.values().forEach(this::endLast);
    int last = runs.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    Map<Integer, Run> unfinished = new HashMap<>();
    history
        .running()
        .forEach(stretch -> unfinished.put(stretch.number(), run(stretch.job().run())));
    long finals = Stream.concat(listed.stream(), gone.stream()).filter(Run::isOfFinals).count();
    return new Continuation(history, unfinished, last + 1, null, Math.toIntExact(finals));
  }

  /** Those of the search. */
  private static Stream<Run> searched(List<Run> recorded) {
    return recorded.stream().filter(run -> !run.isOfFinals());
  }

  /** The latest attempt of each that was read, by number. */
  Map<Integer, Run> runs() {
    return Map.copyOf(runs);
  }

  private void add(Run run) {
    runs.put(run.number(), run);
    numbers.put(run.id(), run.number());
  }

  private void add(Decision decision) {
    if (!decision.begins()) {
      ends.put(decision.job(), decision);
    } else {
      number(decision.runId())
          .filter(runs::containsKey) // Others are erased.
          .ifPresent(number -> begin(decision, number));
    }
  }

  /** Of an earlier attempt, too. */
  private Optional<Integer> number(String runId) {
    Integer known = numbers.get(runId);
    return known != null ? Optional.of(known) : store.run(runId).map(Run::number);
  }

  private void begin(Decision decision, int number) {
    Stretch earlier = lastOfRun.get(number);
    if (earlier != null) {
      history.end(
          earlier.number(),
          trial(number, RunStatus.PAUSED, values(decision.runId(), decision.epoch())));
    }
    begin(new Stretch(new Job(decision.job(), number), run(number).parameters(), decision.epoch()));
  }

  private void addUndecided(Run run) {
    int number = run.number();
    while (history.contains(number)) {
      number++;
    }
    begin(new Stretch(new Job(number, run.number()), run.parameters(), 0));
  }

  private void begin(Stretch stretch) {
    history.begin(stretch);
    lastOfRun.put(stretch.job().run(), stretch);
  }

  private void endLast(Stretch stretch) {
    Run run = run(stretch.job().run());
    Decision end = ends.get(stretch.number());
    boolean audited = end != null && run.epochs() > end.epoch();
    boolean waits = run.status() == RunStatus.PAUSED && run.epochs() > stretch.from();
    boolean gone = deleted.contains(run.number());
    boolean over = run.status().isFinal() && !Continuation.hasAttemptsLeft(run, retries);
    if (!waits && !gone && !over && !audited) {
      return;
    }
    RunStatus status = run.status();
    int epochs = run.epochs();
    if (end != null && !gone) { // So the job ended, whatever became of the run later.
      status = end.kind() == Decision.Kind.PAUSE ? RunStatus.PAUSED : RunStatus.PRUNED;
      epochs = end.epoch();
    } else if (gone && !run.status().isFinal()) {
      status = RunStatus.KILLED;
    }
    history.end(stretch.number(), trial(run.number(), status, values(run.id(), epochs)));
  }

  private Trial trial(int number, RunStatus status, SortedMap<Integer, Double> measured) {
    return new Trial(number, run(number).parameters(), status, measured);
  }

  private SortedMap<Integer, Double> values(String runId, int last) {
    return values ? values(store.metrics(runId, Set.of(metric)), last) : new TreeMap<>();
  }

  /** One metric's values by epoch, up to one. */
  static SortedMap<Integer, Double> values(List<Metric> metrics, int last) {
    SortedMap<Integer, Double> byEpoch = new TreeMap<>();
    metrics.stream()
        .filter(measured -> measured.step() <= last)
        .forEach(measured -> byEpoch.put(Math.toIntExact(measured.step()), measured.value()));
    return byEpoch;
  }

  private Run run(int number) {
    Run run = runs.get(number);
    if (run == null) {
      throw new IllegalArgumentException("need a recorded run, found number " + number);
    }
    return run;
  }
}
