package dev.trawl.track;

/**
 * What was found when a version was compared, image by image, with the one whose alias it was to
 * take.
 *
 * @param incumbent that version
 * @param images of which part; neither model was trained on them
 * @param compared how many there were
 * @param gained images that the incumbent has wrong and the other right
 * @param lost images that the incumbent has right and the other wrong
 * @param low the lower end of the difference's 95 % interval
 * @param high its upper end
 * @param p McNemar's exact, two-sided
 */
public record PairedTest(
    int incumbent,
    ImagePredictions.Part images,
    int compared,
    int gained,
    int lost,
    double low,
    double high,
    double p) {
  /** The largest p of a difference that is more than chance. */
  public static final double SIGNIFICANT = 0.05;

  /** By how much the accuracy is higher than the incumbent's, −1 to 1. */
  public double difference() {
    return (gained - lost) / (double) compared;
  }

  /** Whether it is better by more than chance explains. */
  public boolean showsBetter() {
    return gained > lost && p <= SIGNIFICANT;
  }
}
