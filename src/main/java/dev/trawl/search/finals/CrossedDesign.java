package dev.trawl.search.finals;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Metric;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * k candidates, each measured with the same r seeds, each of these on the same n images: how far
 * the candidates' means may be off, for other seeds and other images.
 *
 * <p>It is the analysis of Obuchowski and Rockette, with candidates as treatments, seeds as readers
 * and images as cases: a two-way analysis of variance, whose error is corrected by the covariances
 * that accuracies have because they are measured on the same images; the degrees of freedom are
 * Hillis's. With MS the mean square of the interaction of candidates and seeds, c₂ and c₃ the mean
 * covariance of two seeds of one candidate, and of two candidates and two seeds:
 *
 * <pre>
 *   variance of the difference of two means  2/r · (MS + max(0, r (c₂ − c₃)))
 *   degrees of freedom                       (MS + max(0, r (c₂ − c₃)))² / (MS² / ((k − 1)(r − 1)))
 * </pre>
 *
 * and of one candidate's mean the same with its own mean square over the seeds, without 2, k − 1
 * and c₃. Of a metric that is no accuracy, or without predictions, the covariances are 0: then this
 * is the t-test of a randomised block design, for other seeds alone.
 *
 * <p>Source: S. L. Hillis, A comparison of denominator degrees of freedom methods for multiple
 * observer ROC analysis (Statistics in Medicine 26, 2007).
 */
final class CrossedDesign {
  private final double[][] values; // [candidate][seed]
  private final int images;
  private final double[] within; // c₂ of each candidate
  private final double between; // c₃

  /**
   * How far a mean may be off.
   *
   * @param variance of one mean; of the difference of two it is twice that
   * @param degrees of freedom; may be infinite
   */
  record Spread(double variance, double degrees) {
    private static Spread of(double meanSquare, double fromImages, int seeds, int degrees) {
      double sum = meanSquare + Math.max(0, seeds * fromImages);
      double ratio = meanSquare == 0 ? Double.POSITIVE_INFINITY : sum / meanSquare;
      return new Spread(sum / seeds, degrees * ratio * ratio);
    }

    double deviation() {
      return Math.sqrt(variance);
    }

    /** The chance of a difference of two means that is as large or larger, of equal ones. */
    double pOfDifference(double difference) {
      if (variance == 0) {
        return difference > 0 ? 0 : 0.5;
      }
      return TDistribution.of(degrees).survivalProbability(difference / Math.sqrt(2 * variance));
    }
  }

  private CrossedDesign(double[][] values, int images, double[] within, double between) {
    this.values = values;
    this.images = images;
    this.within = within;
    this.between = between;
  }

  /**
   * @param finalists at least one; all with as many seeds
   */
  static CrossedDesign of(String metric, List<Finalist> finalists) {
    double[][] values =
        finalists.stream()
            .map(
                finalist ->
                    finalist.repeats().stream().mapToDouble(Finalist.Repeat::value).toArray())
            .toArray(double[][]::new);
    CrossedDesign withoutImages = new CrossedDesign(values, 0, new double[values.length], 0);
    return metric.equals(Metric.VAL_ACCURACY)
        ? withImages(values, finalists).orElse(withoutImages)
        : withoutImages;
  }

  /** Empty where it is not known which images were right. */
  private static Optional<CrossedDesign> withImages(double[][] values, List<Finalist> finalists) {
    List<ImagePredictions> all =
        finalists.stream()
            .flatMap(finalist -> finalist.repeats().stream())
            .map(Finalist.Repeat::predictions)
            .filter(Objects::nonNull)
            .filter(ImagePredictions::knowsRight)
            .toList();
    int seeds = values[0].length;
    if (all.size() < values.length * seeds) {
      return Optional.empty();
    }
    BitSet common = all.get(0).images();
    all.forEach(predictions -> common.and(predictions.images()));
    if (common.cardinality() < 2) {
      return Optional.empty();
    }
    List<List<BitSet>> right = new ArrayList<>(); // [candidate][seed]
    for (int i = 0; i < values.length; i++) {
      right.add(
          all.subList(i * seeds, (i + 1) * seeds).stream()
              .map(each -> right(each, common))
              .toList());
    }
    SharedImages shared = new SharedImages(right, common.cardinality());
    return Optional.of(
        new CrossedDesign(values, common.cardinality(), shared.within(), shared.between()));
  }

  private static BitSet right(ImagePredictions predictions, BitSet common) {
    BitSet right = predictions.rightImages().orElseThrow();
    right.and(common);
    return right;
  }

  /** What accuracies have in common because they are measured on the same images. */
  private record SharedImages(List<List<BitSet>> right, int images) {
    double[] within() {
      return right.stream().mapToDouble(own -> mean(own, own)).toArray();
    }

    double between() {
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < right.size(); i++) {
        for (int j = 0; j < i; j++) {
          sum += mean(right.get(i), right.get(j));
          pairs++;
        }
      }
      return pairs == 0 ? 0 : sum / pairs;
    }

    /** The mean covariance of accuracies with two different seeds; 0 with one seed. */
    private double mean(List<BitSet> one, List<BitSet> other) {
      double sum = 0;
      int pairs = 0;
      for (int i = 0; i < one.size(); i++) {
        for (int j = 0; j < other.size(); j++) {
          if (i != j) {
            sum += covariance(one.get(i), other.get(j));
            pairs++;
          }
        }
      }
      return pairs == 0 ? 0 : sum / pairs;
    }

    private double covariance(BitSet one, BitSet other) {
      BitSet both = (BitSet) one.clone();
      both.and(other);
      double expected = (double) one.cardinality() * other.cardinality() / images;
      return (both.cardinality() - expected) / images / (images - 1);
    }
  }

  /** How many are compared one by one; 0 for none. */
  int images() {
    return images;
  }

  /**
   * Of the difference of two candidates' means, without the 2; null with one of them, or one seed.
   */
  @Nullable Spread spread() {
    int candidates = values.length;
    int seeds = values[0].length;
    if (candidates == 1 || seeds == 1) {
      return null;
    }
    double[] byCandidate = new double[candidates];
    double[] bySeed = new double[seeds];
    double mean = 0;
    for (int i = 0; i < candidates; i++) {
      for (int s = 0; s < seeds; s++) {
        byCandidate[i] += values[i][s] / seeds;
        bySeed[s] += values[i][s] / candidates;
        mean += values[i][s] / candidates / seeds;
      }
    }
    double squares = 0;
    for (int i = 0; i < candidates; i++) {
      for (int s = 0; s < seeds; s++) {
        double rest = values[i][s] - byCandidate[i] - bySeed[s] + mean;
        squares += rest * rest;
      }
    }
    int degrees = (candidates - 1) * (seeds - 1);
    double own = 0;
    for (double covariance : within) {
      own += covariance / candidates;
    }
    return Spread.of(squares / degrees, own - between, seeds, degrees);
  }

  /** Of one candidate's mean; null with one seed. */
  @Nullable Spread spread(int candidate) {
    double[] own = values[candidate];
    if (own.length == 1) {
      return null;
    }
    double mean = 0;
    for (double value : own) {
      mean += value / own.length;
    }
    double squares = 0;
    for (double value : own) {
      squares += (value - mean) * (value - mean);
    }
    int degrees = own.length - 1;
    return Spread.of(squares / degrees, within[candidate], own.length, degrees);
  }
}
