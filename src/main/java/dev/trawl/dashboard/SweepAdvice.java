package dev.trawl.dashboard;

import dev.trawl.analysis.NextFile;
import dev.trawl.analysis.SpaceAdvice;
import dev.trawl.analysis.SpaceChange;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep's runs advise for the next one: the record of {@code GET /sweeps/{id}/advice}.
 *
 * @param changes of its space, in the order of its file
 * @param file the text of the sweep file with these; empty without any
 */
public record SweepAdvice(List<SpaceChange> changes, String file) {
  /** Nothing, as for a sweep of a program's own runs. */
  public static final SweepAdvice NONE = new SweepAdvice(List.of(), "");

  public SweepAdvice {
    changes = List.copyOf(changes);
  }

  /**
   * From a sweep's file and its runs.
   *
   * @param runs all of the sweep
   * @param adjustments what was changed of it since its start
   * @throws InvalidSweepException when its file is no longer valid here
   */
  public static SweepAdvice of(
      SweepFiles files, Sweep sweep, Collection<Run> runs, List<Adjustment> adjustments)
      throws InvalidSweepException {
    if (sweep.isExternal()) {
      return NONE;
    }
    SweepSpec spec = files.read(Adjustment.changed(sweep.source(), adjustments)).spec();
    Map<String, Range> limits = new LinkedHashMap<>();
    for (String model : spec.models()) {
      files
          .parameters()
          .parameters(model)
          .forEach((name, each) -> limits.merge(name, limits(each), SweepAdvice::within));
    }
    List<SpaceChange> changes = SpaceAdvice.of(sweep, runs, spec.search(), limits);
    return changes.isEmpty()
        ? NONE
        : new SweepAdvice(changes, new NextFile(sweep, adjustments, changes).render());
  }

  private static Range limits(Hyperparameter parameter) {
    return new Range(parameter.min(), parameter.max(), false, false);
  }

  /** What both allow. */
  private static Range within(Range one, Range other) {
    double min = Math.max(one.min(), other.min());
    double max = Math.min(one.max(), other.max());
    return new Range(min, max, false, false);
  }
}
