package dev.trawl.runner;

import dev.trawl.search.finals.FinalRound;
import dev.trawl.search.finals.Finalist;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's finals as far as they are recorded: its candidates, and the runs that repeat them. The
 * rules by which rounds are judged, for those who run them and those who check them.
 *
 * @param candidates the best finished runs of the search, the best first
 * @param repeats of each candidate, by its id, in the order of the rounds; those of deleted runs,
 *     too
 * @param lastNumber of all runs that are recorded; 0 for none
 */
record FinalsRecord(
    Finals finals,
    Objective metric,
    List<Run> candidates,
    Map<String, List<Run>> repeats,
    int lastNumber) {

  static FinalsRecord read(RunStore store, String sweepId, Finals finals, Objective metric) {
    List<Run> listed = store.runs(sweepId, RunQuery.ALL);
    Map<String, List<Run>> repeats = new HashMap<>();
    int last = 0;
    for (Run run :
        Stream.concat(listed.stream(), store.deletedRuns(sweepId, RunQuery.ALL).stream())
            .sorted(Comparator.comparingInt(Run::number))
            .toList()) {
      last = run.number();
      String parent = run.parent();
      if (parent != null) {
        repeats.computeIfAbsent(parent, id -> new ArrayList<>()).add(run);
      }
    }
    Comparator<Run> better =
        (one, other) ->
            metric.goal().better(value(one, metric), value(other, metric))
                ? -1
                : metric.goal().better(value(other, metric), value(one, metric)) ? 1 : 0;
    List<Run> candidates =
        listed.stream()
            .filter(run -> !run.isOfFinals() && Double.isFinite(value(run, metric)))
            .sorted(better.thenComparingInt(Run::number))
            .limit(finals.top())
            .toList();
    return new FinalsRecord(finals, metric, candidates, repeats, last);
  }

  /** NaN for one that did not finish, and for a deleted one. */
  private static double value(Run run, Objective metric) {
    boolean counts = run.status() == RunStatus.FINISHED && run.info().deletedAt() == null;
    return counts ? run.metrics().getOrDefault(metric.name(), Double.NaN) : Double.NaN;
  }

  boolean haveBegun() {
    return !repeats.isEmpty();
  }

  /**
   * The run that repeats a candidate in a round, if there is one yet.
   *
   * @param round from 1
   */
  Optional<Run> repeat(Run candidate, int round) {
    return repeats.getOrDefault(candidate.id(), List.of()).stream().skip(round - 1L).findFirst();
  }

  /** Whether a run of a round is recorded. */
  boolean hasBegun(List<Run> in, int round) {
    return in.stream().anyMatch(candidate -> repeat(candidate, round).isPresent());
  }

  /** Whether a round came about: all its runs are recorded, and the budget ended none of them. */
  boolean isHeld(List<Run> in, int round) {
    return in.stream()
        .allMatch(
            candidate ->
                repeat(candidate, round)
                    .filter(repeat -> repeat.status() != RunStatus.PRUNED)
                    .isPresent());
  }

  /** Whether nothing is left to do after a round with these candidates. */
  boolean isOver(int round, List<Run> staying) {
    boolean decided = staying.size() <= 1 && candidates.size() > 1;
    return staying.isEmpty() || decided || round == finals.seeds();
  }

  /** A candidate after a round. */
  record Judged(Run candidate, Run repeat, FinalRound.Judged result) {}

  /**
   * Judges a round of which all runs are over; the best candidate comes first.
   *
   * @param in the candidates that were in it, the better in the search first
   * @param store for what they predict
   */
  List<Judged> judge(int round, List<Run> in, RunStore store) {
    List<Finalist> finalists =
        in.stream()
            .map(candidate -> new Finalist(candidate.number(), repeats(candidate, round, store)))
            .toList();
    return FinalRound.judge(metric, finals.seeds(), finalists).stream()
        .map(
            judged -> {
              Run candidate = in.get(finalists.indexOf(judged.finalist()));
              return new Judged(candidate, repeat(candidate, round).orElseThrow(), judged);
            })
        .toList();
  }

  private List<Finalist.Repeat> repeats(Run candidate, int round, RunStore store) {
    return repeats.getOrDefault(candidate.id(), List.of()).stream()
        .limit(round)
        .map(repeat -> measured(repeat, store))
        .toList();
  }

  private Finalist.Repeat measured(Run repeat, RunStore store) {
    return new Finalist.Repeat(value(repeat, metric), predictions(repeat, store));
  }

  /** None where they are damaged, which no patience mends: then the values alone count. */
  private static @Nullable ImagePredictions predictions(Run repeat, RunStore store) {
    try {
      return store.predictions(repeat.id(), ImagePredictions.Part.VALIDATION).orElse(null);
    } catch (DamagedRecordException e) {
      return null;
    }
  }

  /** Those that stay, the better in the search first. */
  List<Run> staying(List<Judged> judged) {
    return judged.stream()
        .filter(each -> each.result().stays())
        .map(Judged::candidate)
        .sorted(Comparator.comparingInt(candidates::indexOf))
        .toList();
  }
}
