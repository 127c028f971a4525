package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.dashboard.SweepCheck;
import dev.trawl.model.Architectures;
import dev.trawl.search.FirstProposals;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.TimeNeed;
import dev.trawl.train.TrainingImages;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a sweep would take on this machine.
 *
 * @param runs what its runs take
 * @param planned how many there will be; null where nothing bounds them
 * @param total of all of them, with the finals, in seconds; null likewise
 * @param isMost whether it may well take less: something may end its runs early, nobody knows when
 */
record SweepTime(TimeNeed runs, @Nullable Integer planned, @Nullable Double total, boolean isMost) {
  /** So many of a sweep's first runs are tried to see how long they take. */
  private static final int TRIED = 6;

  /** Empty where that isn't known. */
  static Optional<SweepTime> of(Architectures architectures, SweepSpec spec, TrainingImages images)
      throws InterruptedException {
    return TimeNeed.of(
            architectures, spec, images, FirstProposals.of(Searches.standard(), spec, TRIED))
        .map(runs -> of(runs, spec));
  }

  private static SweepTime of(TimeNeed runs, SweepSpec spec) {
    Integer planned = SearchSpace.of(spec).plannedRuns();
    int epochs = spec.mostEpochs();
    double share = Searches.standard().pruner(spec).expectedEpochs(epochs) / epochs;
    Finals finals = spec.search().finals();
    boolean mayEndEarly =
        spec.search().earlyTermination() != null || !spec.training().rules().isEmpty();
    boolean isMost = finals != null || (mayEndEarly && share == 1);
    double repeated = finals == null ? 0 : runs.finals(finals.seeds(), finals.top());
    Double total = planned == null ? null : (Double) (runs.total(planned, share) + repeated);
    return new SweepTime(runs, planned, total, isMost);
  }

  /** In one line. */
  String describe() {
    int tried = runs.runs().size();
    String shortest = text(runs.shortest());
    String longest = text(runs.longest());
    String range =
        shortest.equals(longest)
            ? shortest
            : "%s to %s (median %s)".formatted(shortest, longest, text(runs.median()));
    return "a run takes about %s here%s, measured by a few steps of the first %d"
        .formatted(range, all(), tried);
  }

  private String all() {
    return planned == null || total == null
        ? ""
        : ", all %s in %s %s with %s"
            .formatted(
                Wording.count(planned),
                isMost ? "at most" : "about",
                text(total),
                Wording.count(runs.workers(), "worker"));
  }

  private static String text(double seconds) {
    return Wording.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  SweepCheck.Time record() {
    return new SweepCheck.Time(
        runs.shortest(), runs.median(), runs.longest(), total, runs.workers(), runs.runs().size());
  }
}
