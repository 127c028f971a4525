package dev.trawl.analysis;

import dev.trawl.sweep.Goal;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Metric;
import dev.trawl.track.Predictions;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The best run's validation accuracy, corrected for having been chosen: the best of many runs was
 * lucky with the images, too.
 *
 * <p>It is the bootstrap bias corrected estimate BBC-CV: validation images are drawn with
 * replacement, as many as there are; of all runs the best on these is chosen as a sweep chooses,
 * and measured on the images that were not drawn; the mean over 500 draws. As there, it errs a
 * little downwards, since a choice by fewer images is worse. That each run's best epoch was chosen
 * by the same images is not corrected, nor that runs were ended early by them: only finished runs
 * can be the best, and take part.
 *
 * <p>The best 200 runs take part, without those that can't be the best of a draw: they are behind
 * the best one by more than five standard deviations of that lead under the bootstrap.
 *
 * <p>Source: Tsamardinos, Greasidou, Borboudakis, Bootstrapping the out-of-sample predictions for
 * efficient and accurate cross-validation (Machine Learning 107, 2018).
 *
 * @param best the run that was chosen
 * @param accuracy what it measured
 * @param corrected from 0 to 1
 * @param runs of how many it is the best
 * @param images on how many images they were measured
 */
public record CorrectedAccuracy(Run best, double accuracy, double corrected, int runs, int images) {
  private static final int MOST_RUNS = 200;
  private static final int DRAWS = 500;
  private static final double DEVIATIONS = 5;

  /**
   * Empty for a sweep that doesn't maximise {@code val_accuracy}, with fewer than two finished
   * runs, or where it is not recorded which images they had right.
   *
   * @param predictions of the runs for the validation images
   */
  public static Optional<CorrectedAccuracy> of(
      Sweep sweep, Collection<Run> runs, Predictions predictions) {
    return sweep
        .metric()
        .filter(metric -> metric.name().equals(Metric.VAL_ACCURACY))
        .filter(metric -> metric.goal() == Goal.MAXIMIZE)
        .map(metric -> Comparison.finished(metric, runs))
        .filter(finished -> finished.size() > 1)
        .flatMap(finished -> of(sweep.provenance().seed(), finished, predictions));
  }

  private static Optional<CorrectedAccuracy> of(
      long seed, List<Run> finished, Predictions predictions) {
    List<Run> runs = new ArrayList<>();
    List<BitSet> right = new ArrayList<>();
    BitSet images = new BitSet();
    for (Run run : finished.subList(0, Math.min(MOST_RUNS, finished.size()))) {
      ImagePredictions found = find(predictions, run);
      if (found != null && found.knowsRight()) {
        BitSet measured = found.images();
        if (runs.isEmpty()) {
          images = measured;
        }
        images.and(measured);
        runs.add(run);
        right.add(found.rightImages().orElseThrow());
      }
    }
    Run best = finished.get(0);
    if (runs.size() < 2 || !runs.get(0).equals(best) || images.cardinality() < 2) {
      return Optional.empty();
    }
    double corrected = new Draws(images, runs, right).mean(new SplittableRandom(seed));
    return Optional.of(
        new CorrectedAccuracy(
            best,
            Comparison.value(best, Metric.VAL_ACCURACY),
            corrected,
            finished.size(),
            images.cardinality()));
  }

  /** None where they are damaged, too. */
  private static @Nullable ImagePredictions find(Predictions predictions, Run run) {
    try {
      return predictions.predictions(run.id(), ImagePredictions.Part.VALIDATION).orElse(null);
    } catch (DamagedRecordException e) {
      return null;
    }
  }

  /** For people. */
  public String sentence() {
    return "Corrected for having been chosen among %d runs by the same %,d images, its %s is %s."
        .formatted(runs, images, Metric.VAL_ACCURACY, Accuracies.percent(corrected));
  }

  /** Those that take part, by number: of equal ones the lower number is chosen. */
  private static final class Draws {
    private final int images;
    private final List<int[]> wrong; // of each run, the places of images

    Draws(BitSet images, List<Run> runs, List<BitSet> right) {
      this.images = images.cardinality();
      int[] places = images.stream().toArray();
      BitSet best = right.get(0);
      wrong =
          IntStream.range(0, runs.size())
              .filter(i -> canBeBest(right.get(i), best, images))
              .boxed()
              .sorted(Comparator.comparingInt(i -> runs.get(i).number()))
              .map(i -> wrong(right.get(i), places))
              .toList();
    }

    private static boolean canBeBest(BitSet right, BitSet best, BitSet images) {
      BitSet differing = (BitSet) right.clone();
      differing.xor(best);
      differing.and(images);
      BitSet behind = (BitSet) differing.clone();
      behind.and(best);
      int lead = 2 * behind.cardinality() - differing.cardinality();
      return lead <= DEVIATIONS * Math.sqrt(differing.cardinality());
    }

    private static int[] wrong(BitSet right, int[] places) {
      return IntStream.range(0, places.length).filter(image -> !right.get(places[image])).toArray();
    }

    /** The mean accuracy, on the images that were not drawn, of who is best on those that were. */
    double mean(SplittableRandom random) {
      double sum = 0;
      int draws = 0;
      int[] drawn = new int[images];
      for (int draw = 0; draw < DRAWS; draw++) {
        Arrays.fill(drawn, 0);
        for (int i = 0; i < images; i++) {
          drawn[random.nextInt(images)]++;
        }
        int left = 0;
        for (int count : drawn) {
          left += count == 0 ? 1 : 0;
        }
        if (left > 0) {
          sum += 1 - (double) wrongOfTheRest(chosen(drawn), drawn) / left;
          draws++;
        }
      }
      return sum / draws;
    }

    private int[] chosen(int[] drawn) {
      int[] best = wrong.get(0);
      int least = Integer.MAX_VALUE;
      for (int[] each : wrong) {
        int errors = 0;
        for (int image : each) {
          errors += drawn[image];
        }
        if (errors < least) {
          least = errors;
          best = each;
        }
      }
      return best;
    }

    private static int wrongOfTheRest(int[] wrong, int[] drawn) {
      int errors = 0;
      for (int image : wrong) {
        errors += drawn[image] == 0 ? 1 : 0;
      }
      return errors;
    }
  }
}
