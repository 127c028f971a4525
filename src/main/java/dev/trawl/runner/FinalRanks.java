package dev.trawl.runner;

import dev.trawl.search.Rung;
import dev.trawl.search.Trial;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why runs that a pruner ended stay ended once the search is over: one that waits by its rank among
 * all that have reached its rung, of which it knew but some as it was paused. Used by one thread.
 */
final class FinalRanks {
  private final Map<String, Decision> ends = new HashMap<>();
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Integer, Rung> rungs = new HashMap<>();
  private final Objective metric;
  private final String epochWord;

  /**
   * Reads all of a sweep.
   *
   * @throws RecordingStoppedException when it no longer records
   */
  FinalRanks(SweepContext sweep) {
    metric = sweep.spec().metric();
    epochWord = sweep.spec().training().epochWord();
    for (Decision decision : sweep.decisions()) {
      if (!decision.begins()) {
        ends.put(decision.runId(), decision);
      }
    }
    Map<String, List<Metric>> values =
        sweep.recorder().record(store -> store.sweepMetrics(sweep.sweepId(), metric.name()));
    for (Run run : sweep.runs()) {
      if (run.isOfFinals()) {
        continue;
      }
      List<Metric> measured = values.getOrDefault(run.id(), List.of());
      trials.add(
          new Trial(
              run.number(),
              run.parameters(),
              run.status(),
              RecordedJobs.values(measured, run.epochs())));
    }
  }

  /** The last decision that ended a job of the run; empty for one that none did. */
  Optional<Decision> end(Run run) {
    return Optional.ofNullable(ends.get(run.id()));
  }

  /** Why it stays ended, for people; what is recorded where no decision ended it. */
  @Nullable String reason(Run run) {
    return end(run).map(decision -> reason(run, decision)).orElse(run.reason());
  }

  private String reason(Run run, Decision end) {
    Rung rung = rungs.computeIfAbsent(end.epoch(), epoch -> Rung.of(trials, epoch, metric.goal()));
    MetricKind kind = MetricKind.of(metric.name());
    boolean waits = end.kind() == Decision.Kind.PAUSE;
    return waits && rung.trials().stream().anyMatch(trial -> trial.run() == run.number())
        ? "%s in the end".formatted(rung.rank(run.number(), 0).describe(epochWord, kind))
        : Objects.requireNonNull(end.rank()).describe(epochWord, kind);
  }
}
