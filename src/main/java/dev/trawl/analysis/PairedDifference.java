package dev.trawl.analysis;

import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Interval;
import java.util.BitSet;
import java.util.Optional;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How two classifiers differ in accuracy on the same images.
 *
 * @param gained images that the second has right and the first wrong
 * @param lost images that the first has right and the second wrong
 * @param images all of them, at least 1
 */
public record PairedDifference(int gained, int lost, int images) {
  /** Fewer can't tell apart what is worth telling apart. */
  public static final int FEWEST_IMAGES = 1_000;

  /** Of fewer the most uneven split may be chance: 2 / 2⁵ is above 5 %. */
  static final int FEWEST_TELLING = 6;

  private static final double Z = 1.959963984540054;

  public PairedDifference {
    if (gained < 0 || lost < 0 || images < 1 || gained + lost > images) {
      throw new IllegalArgumentException(
          "need no more differences than images, found %d and %d of %d"
              .formatted(gained, lost, images));
    }
  }

  /** Counts, image by image. */
  public static PairedDifference of(int[] first, int[] second, int[] labels) {
    int gained = 0;
    int lost = 0;
    for (int i = 0; i < labels.length; i++) {
      boolean before = first[i] == labels[i];
      boolean after = second[i] == labels[i];
      gained += after && !before ? 1 : 0;
      lost += before && !after ? 1 : 0;
    }
    return new PairedDifference(gained, lost, labels.length);
  }

  /**
   * Of the images that both were asked about, by their places in the source file.
   *
   * @return empty where there is none, or where it is not known which they had right
   */
  static Optional<PairedDifference> of(ImagePredictions first, ImagePredictions second) {
    BitSet images = first.images();
    images.and(second.images());
    Optional<BitSet> before = first.rightImages();
    Optional<BitSet> after = second.rightImages();
    if (images.isEmpty() || before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PairedDifference(
            onlyIn(after.get(), before.get(), images),
            onlyIn(before.get(), after.get(), images),
            images.cardinality()));
  }

  private static int onlyIn(BitSet here, BitSet there, BitSet images) {
    BitSet only = (BitSet) here.clone();
    only.andNot(there);
    only.and(images);
    return only.cardinality();
  }

  /** Whether they can tell anything but chance. */
  boolean canTell() {
    return images >= FEWEST_TELLING;
  }

  /** Whether they are enough to choose by. */
  boolean isEnough() {
    return images >= FEWEST_IMAGES;
  }

  /** The same, or there are no more in place of them. */
  boolean isEnough(Optional<PairedDifference> others) {
    return isEnough() || images >= others.map(PairedDifference::images).orElse(0);
  }

  /** The second's accuracy minus the first's, −1 to 1. */
  public double value() {
    return (gained - lost) / (double) images;
  }

  /**
   * Its 95 % interval: Agresti and Min, Simple improved confidence intervals for comparing matched
   * proportions (2005), which adds half an image to each kind of pair.
   */
  public Interval interval() {
    double n = images + 2.0;
    double more = gained + 0.5;
    double fewer = lost + 0.5;
    double center = (more - fewer) / n;
    double half = Z * Math.sqrt(more + fewer - (more - fewer) * (more - fewer) / n) / n;
    return new Interval(Math.max(-1, center - half), Math.min(1, center + half));
  }

  /** McNemar's exact p, two-sided: of as uneven a split, were both equally good. */
  public double p() {
    int differing = gained + lost;
    if (differing == 0) {
      return 1;
    }
    double tail =
        BinomialDistribution.of(differing, 0.5).cumulativeProbability(Math.min(gained, lost));
    return Math.min(1, 2 * tail);
  }
}
