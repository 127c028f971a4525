package dev.trawl.cli;

import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.SpaceChange;
import dev.trawl.cli.text.SweepReport;
import dev.trawl.dashboard.SweepAdvice;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Duration;
import java.util.List;

/** The report of a sweep from what is recorded of it. */
final class RecordedReport {
  private RecordedReport() {}

  /**
   * @param waited how long workers had nothing to train because an earlier job still did
   */
  static SweepReport of(Wiring wiring, RunStore store, Sweep sweep, Duration waited) {
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    List<Adjustment> adjustments = wiring.adjustments(store, sweep);
    return new SweepReport(
        sweep,
        runs,
        wiring.decisions(store, sweep),
        adjustments,
        waited,
        advice(wiring, sweep, runs, adjustments),
        CorrectedAccuracy.of(sweep, runs, store).orElse(null));
  }

  private static List<SpaceChange> advice(
      Wiring wiring, Sweep sweep, List<Run> runs, List<Adjustment> adjustments) {
    try {
      return SweepAdvice.of(wiring.sweepFiles(), sweep, runs, adjustments).changes();
    } catch (InvalidSweepException e) {
      return List.of(); // what it names, such as its images, has gone meanwhile
    }
  }
}
