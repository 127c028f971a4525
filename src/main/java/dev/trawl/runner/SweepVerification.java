package dev.trawl.runner;

import dev.trawl.search.Job;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.RungRank;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out again what a sweep's search decided, from its file and the results that are recorded:
 * each run's parameters and seed, each promotion, pause and stop with its rank, that the search
 * ended where it had nothing left, and the finals. Use once.
 *
 * <p>What time or a person decides is taken as it is recorded: which runs failed, timed out or were
 * killed, and where the sweep was stopped.
 */
public final class SweepVerification {

  /**
   * What came out.
   *
   * @param jobs how many were worked out again, up to the difference
   * @param decisions of these, by kind
   * @param difference the first one, for people; empty where all is as recorded
   */
  public record Outcome(int jobs, Map<Kind, Integer> decisions, Optional<String> difference) {
    public Outcome {
      decisions = Map.copyOf(decisions);
    }
  }

  private final Sweep sweep;
  private final @Nullable FinalsVerification finals;
  private final SearchSpace space;
  private final Decider decider;
  private final JobHistory history;
  private final Map<Integer, Decision> begins = new HashMap<>();
  private final Map<Integer, Decision> ends = new HashMap<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Integer, Run> runs;
  private int jobs;

  /**
   * @param reader reads that source with what was changed of it
   * @param spec what the sweep's recorded source says
   * @throws dev.trawl.track.DamagedRecordException when a record of it or its runs is damaged
   */
  public SweepVerification(
      RunStore store, Searches searches, SweepFileReader reader, Sweep sweep, SweepSpec spec) {
    this.sweep = sweep;
    space = SearchSpace.of(spec);
    Course course = new Course(reader, sweep.source(), spec, store.adjustments(sweep.id()));
    decider = new Decider(searches, course, store.knownRuns(sweep.id()), null);
    store.needWholeSweep(sweep.id());
    RecordedJobs recorded =
        new RecordedJobs(
            store,
            sweep.id(),
            spec.metric().name(),
            spec.execution().retries(),
            decider.looksAtResults());
    history = recorded.read().history();
    runs = recorded.runs();
    finals = finals(store, spec, course.latest().execution().budget() != null);
    store.decisions(sweep.id()).stream()
        .filter(decision -> !decision.kind().isOfFinals())
        .forEach(decision -> (decision.begins() ? begins : ends).put(decision.job(), decision));
  }

  private @Nullable FinalsVerification finals(RunStore store, SweepSpec spec, boolean isLimited) {
    Finals wanted = spec.search().finals();
    if (wanted == null || sweep.status() == SweepStatus.FAILED || isOfOneRun()) {
      return null;
    }
    FinalsRecord recorded = FinalsRecord.read(store, sweep.id(), wanted, spec.metric());
    int jobsBefore = history.next() - 1 - lastRun();
    return new FinalsVerification(store, sweep, space, recorded, jobsBefore, isLimited);
  }

  private int lastRun() {
    return runs.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  public Outcome verify() {
    Optional<String> difference = Optional.empty();
    int next = history.begun().stream().findFirst().map(first -> first.job().run()).orElse(1);
    for (Stretch stretch : history.begun()) {
      difference = difference(stretch, next);
      if (difference.isPresent()) {
        break;
      }
      next = Math.max(next, stretch.job().run() + 1);
      jobs++;
    }
    difference = difference.or(this::unfinished);
    if (difference.isEmpty() && finals != null) {
      difference = finals.difference();
      finals.decisions().forEach(decision -> count(decision.kind()));
    }
    return new Outcome(jobs, counts, difference);
  }

  private Optional<String> difference(Stretch stretch, int next) {
    String began = recorded(stretch);
    Job job = new Job(stretch.number(), next);
    String begins =
        decider.decide(job, history).map(choice -> text(choice, job)).orElse("nothing to do");
    Optional<String> difference = difference(stretch, began, begins);
    return difference.isPresent() || !decider.looksAtResults()
        ? difference
        : history.ended(stretch.number()).flatMap(trial -> difference(stretch, trial));
  }

  private Optional<String> difference(Stretch stretch, Trial ended) {
    Decision decision = ends.get(stretch.number());
    String found = "goes on to its end";
    if (decision != null) {
      found = text(decision.kind(), decision.rank());
      count(decision.kind());
    }
    return difference(stretch, found, end(stretch, ended));
  }

  private static Optional<String> difference(Stretch stretch, String recorded, String workedOut) {
    return recorded.equals(workedOut)
        ? Optional.empty()
        : Optional.of(
            "job %d, of run %d:%n  recorded:    %s%n  worked out:  %s"
                .formatted(stretch.number(), stretch.job().run(), recorded, workedOut));
  }

  private String recorded(Stretch stretch) {
    Decision decision = begins.get(stretch.number());
    Run run = runs.get(stretch.job().run());
    if (run == null) {
      return "no run";
    }
    if (decision != null && decision.kind() == Kind.PROMOTE) {
      count(Kind.PROMOTE);
      return text(run.number(), decision.known(), decision.rank());
    }
    count(Kind.START);
    int known = decision == null ? decider.known(stretch.number()) : decision.known();
    return run.parameters().isEmpty()
        ? notProposed(run.number(), known)
        : text(run.number(), known, run.parameters(), run.provenance().seed(), run.attempt());
  }

  private String text(Choice choice, Job job) {
    return choice.fold(
        promote -> text(promote.promotion().run(), promote.known(), promote.promotion().rank()),
        start ->
            text(
                job.run(),
                start.known(),
                start.proposal().parameters(),
                space.runSeed(job.run(), attempt(job.run()), start.proposal().parameters()),
                attempt(job.run())),
        unproposed -> notProposed(job.run(), unproposed.known()));
  }

  private int attempt(int number) {
    Run run = runs.get(number);
    return run == null ? 1 : run.attempt();
  }

  private static String text(int run, int known, @Nullable RungRank rank) {
    return "run %d goes on, at %s, on the results of %d jobs".formatted(run, rank, known);
  }

  private static String text(
      int run, int known, Map<String, Object> parameters, long seed, int attempt) {
    return "run %d starts with %s, seed %d of attempt %d, on the results of %d jobs"
        .formatted(run, parameters, seed, attempt, known);
  }

  private static String notProposed(int run, int known) {
    return "run %d can't be proposed, on the results of %d jobs".formatted(run, known);
  }

  private static String text(Kind kind, @Nullable RungRank rank) {
    return "%s at %s".formatted(kind, rank);
  }

  /**
   * The first verdict that ends the job, as the judge words it. On a run that came to its own end,
   * one at its very last epoch comes too late.
   */
  private String end(Stretch stretch, Trial ended) {
    boolean stopped = ended.status() == RunStatus.PAUSED || ended.status() == RunStatus.PRUNED;
    Judge judge = decider.judge(stretch, history);
    for (int epoch : ended.values().keySet()) {
      SortedMap<Integer, Double> upTo = new TreeMap<>(ended.values().headMap(epoch + 1));
      Verdict verdict = judge.judge(epoch, upTo);
      boolean counts = stopped || epoch < ended.values().lastKey();
      Optional<String> end =
          verdict.fold(
              Optional::<String>empty,
              pause -> Optional.of(text(Kind.PAUSE, pause.rank())),
              stop -> Optional.of(text(Kind.STOP, stop.rank())));
      if (counts && end.isPresent()) {
        return end.get();
      }
    }
    return "goes on to its end";
  }

  /** A sweep that says it has nothing left may have something. */
  private Optional<String> unfinished() {
    boolean exhausted =
        sweep.status() == SweepStatus.FINISHED
            && (sweep.reason() == null || sweep.reason().isEmpty())
            && !isOfOneRun();
    int next = lastRun() + 1;
    Job job = new Job(Math.max(history.next(), next), next);
    return exhausted
        ? decider
            .decide(job, history)
            .map(
                choice ->
                    "the end:%n  recorded:    nothing to do%n  worked out:  %s"
                        .formatted(text(choice, job)))
        : Optional.empty();
  }

  private boolean isOfOneRun() {
    Integer planned = sweep.plan().runs();
    return planned != null && planned == 1;
  }

  private void count(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }
}
