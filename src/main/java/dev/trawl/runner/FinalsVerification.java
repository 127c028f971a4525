package dev.trawl.runner;

import dev.trawl.search.SearchSpace;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Works out again what a sweep's finals decided, from what their runs measured and predicted: who
 * was in them, with which seeds, who left after which round, and who won. Use once.
 */
final class FinalsVerification {
  private static final String NOTHING = "nothing";

  private final Sweep sweep;
  private final SearchSpace space;
  private final FinalsRecord recorded;
  private final RunStore store;
  private final boolean isLimited;
  private final Map<Integer, Decision> judgements = new TreeMap<>();
  private final int jobsBefore;

  /**
   * @param jobsBefore how many more jobs than runs the search had
   * @param isLimited whether a budget may have ended them
   */
  FinalsVerification(
      RunStore store,
      Sweep sweep,
      SearchSpace space,
      FinalsRecord recorded,
      int jobsBefore,
      boolean isLimited) {
    this.isLimited = isLimited;
    this.store = store;
    this.sweep = sweep;
    this.space = space;
    this.recorded = recorded;
    this.jobsBefore = jobsBefore;
    for (Decision decision : decisions()) {
      if (!decision.begins()) {
        judgements.put(decision.job(), decision);
      }
    }
  }

  /** All of the finals, in the order in which they were recorded. */
  List<Decision> decisions() {
    return store.decisions(sweep.id()).stream()
        .filter(decision -> decision.kind().isOfFinals())
        .toList();
  }

  /** The first difference, for people; empty where all is as recorded, as far as they went. */
  Optional<String> difference() {
    List<Run> candidates = recorded.candidates();
    for (int round = 1; !candidates.isEmpty() && !isLeftOut(candidates, round); round++) {
      Optional<String> difference = runs(candidates, round);
      if (difference.isPresent() || !isOver(candidates, round)) {
        return difference;
      }
      List<FinalsRecord.Judged> judged = recorded.judge(round, candidates, store);
      List<Run> staying = recorded.staying(judged);
      boolean isLast = recorded.isOver(round, staying) || isLeftOut(staying, round + 1);
      difference = judgements(judged, isLast);
      if (difference.isPresent() || isLast) {
        return difference.or(this::left);
      }
      candidates = staying;
    }
    return left();
  }

  /** What time decides is taken as it is recorded. */
  private boolean isLeftOut(List<Run> candidates, int round) {
    return isLimited
        && sweep.status() == SweepStatus.FINISHED
        && !recorded.isHeld(candidates, round);
  }

  private boolean isOver(List<Run> candidates, int round) {
    return candidates.stream()
        .allMatch(
            candidate ->
                recorded
                    .repeat(candidate, round)
                    .filter(run -> run.status().isFinal() || run.info().deletedAt() != null)
                    .isPresent());
  }

  private Optional<String> runs(List<Run> candidates, int round) {
    List<String> found = new ArrayList<>();
    List<String> needed = new ArrayList<>();
    boolean isFinished = sweep.status() == SweepStatus.FINISHED;
    for (Run candidate : candidates) {
      Run repeat = recorded.repeat(candidate, round).orElse(null);
      if (repeat != null || isFinished) {
        long seed =
            repeat == null || repeat.attempt() == 1
                ? space.finalSeed(round)
                : repeat.provenance().seed();
        needed.add(text(candidate, round, candidate.parameters(), seed));
        found.add(
            repeat == null
                ? "no run"
                : text(candidate, round, repeat.parameters(), repeat.provenance().seed()));
      }
    }
    return difference(found, needed);
  }

  private static String text(Run candidate, int round, Map<String, Object> parameters, long seed) {
    return "run %d trains again in round %d with %s, seed %d"
        .formatted(candidate.number(), round, parameters, seed);
  }

  private Optional<String> judgements(List<FinalsRecord.Judged> judged, boolean last) {
    List<String> found = new ArrayList<>();
    List<String> needed = new ArrayList<>();
    for (FinalsRecord.Judged each : judged) {
      Kind kind = each.result().stays() ? Kind.KEEP : Kind.DROP;
      needed.add(text(each.candidate().id(), kind, each.result().standing()));
      found.add(take(each.repeat().number() + jobsBefore));
    }
    if (last && judged.get(0).result().stays()) {
      FinalsRecord.Judged first = judged.get(0);
      needed.add(text(first.candidate().id(), Kind.WIN, first.result().standing()));
      found.add(take(recorded.lastNumber() + jobsBefore + 1));
    }
    boolean isYetToCome =
        sweep.status() != SweepStatus.FINISHED && found.stream().allMatch(NOTHING::equals);
    return isYetToCome ? Optional.empty() : difference(found, needed);
  }

  private String take(int job) {
    Decision decision = judgements.remove(job);
    return decision == null
        ? NOTHING
        : text(decision.runId(), decision.kind(), decision.standing());
  }

  /** Rounded, since another machine may differ in the last digits. */
  private String text(String runId, Kind kind, @Nullable FinalStanding standing) {
    return standing == null
        ? kind.name()
        : "%s of run %s after round %d: rank %d of %d over %d images, mean %s, p %s, best %s"
            .formatted(
                kind,
                store.run(runId).map(run -> Integer.toString(run.number())).orElse(runId),
                standing.round(),
                standing.rank(),
                standing.of(),
                standing.images(),
                text(standing.mean()),
                text(standing.p()),
                text(standing.best()));
  }

  private static String text(@Nullable Double value) {
    return value == null ? "none" : String.format(Locale.ROOT, "%.4f", value);
  }

  private Optional<String> left() {
    return judgements.values().stream()
        .findFirst()
        .map(
            decision ->
                difference(text(decision.runId(), decision.kind(), decision.standing()), NOTHING));
  }

  private static Optional<String> difference(List<String> found, List<String> needed) {
    for (int i = 0; i < needed.size(); i++) {
      if (!found.get(i).equals(needed.get(i))) {
        return Optional.of(difference(found.get(i), needed.get(i)));
      }
    }
    return Optional.empty();
  }

  private static String difference(String recorded, String workedOut) {
    return "the finals:%n  recorded:    %s%n  worked out:  %s".formatted(recorded, workedOut);
  }
}
