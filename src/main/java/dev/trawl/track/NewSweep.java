package dev.trawl.track;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import org.jspecify.annotations.Nullable;

/** A sweep about to be recorded; the parts are those of {@link Sweep}. */
public record NewSweep(Title title, SweepPlan plan, Provenance provenance, Measure measure) {

  /**
   * A sweep of a file.
   *
   * @param source what the file says, verbatim
   * @param spec what it means
   * @param plannedRuns as {@link SweepPlan} has them
   */
  public static NewSweep of(
      SweepSource source, SweepSpec spec, DatasetInfo dataset, @Nullable Integer plannedRuns) {
    return new NewSweep(
        spec.title(),
        SweepPlan.of(spec, plannedRuns),
        new Provenance(source, spec.seed(), dataset),
        new Measure(spec.metric(), spec.thresholds()));
  }
}
