package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.analysis.Symptom.Words;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All that rules judge a run by. */
record RunEvidence(Sweep sweep, Run run, RunCurves curves) {

  boolean isFinished() {
    return run.status() == RunStatus.FINISHED;
  }

  /** What its epochs are called. */
  String epoch() {
    return run.epochWord();
  }

  /** A metric at the run's best epoch, or of its test; NaN without one. */
  double value(String key) {
    return Comparison.value(run, key);
  }

  /** The lowest of the sweep's thresholds. */
  Optional<Double> threshold() {
    return sweep.thresholds().stream().findFirst();
  }

  /** Whether it reaches a threshold: by its test where there is one, else by its validation. */
  boolean reaches(double threshold) {
    double test = value(Metric.TEST_ACCURACY);
    return (Double.isNaN(test) ? value(Metric.VAL_ACCURACY) : test) >= threshold;
  }

  boolean reachesLowest() {
    return threshold().filter(this::reaches).isPresent();
  }

  boolean reachesAll() {
    List<Double> all = sweep.thresholds();
    return !all.isEmpty() && reaches(all.get(all.size() - 1));
  }

  /**
   * Whether it misses the lowest threshold on its training images in its last epoch; false where
   * that isn't known.
   */
  boolean underfits() {
    return curves
        .of(Metric.TRAIN_ACCURACY)
        .filter(curve -> curve[curve.length - 1] < threshold().orElse(0.0))
        .isPresent();
  }

  /** Of one accuracy minus another one; empty where the numbers of images aren't known. */
  Optional<Interval> difference(String key, double value, String otherKey, double other) {
    Optional<Integer> images = Accuracies.images(key, sweep).filter(count -> count > 0);
    Optional<Integer> others = Accuracies.images(otherKey, sweep).filter(count -> count > 0);
    return images.flatMap(
        total ->
            others.map(
                otherTotal ->
                    Interval.ofDifference(
                        Math.round(value * total),
                        total,
                        Math.round(other * otherTotal),
                        otherTotal)));
  }

  /** What stands in the way only of a run that misses the lowest threshold is a warning. */
  Symptom symptom(String title, Function<RunSettings, Words> words) {
    return new Symptom(reachesLowest() ? Severity.INFO : Severity.WARNING, title, words);
  }
}
