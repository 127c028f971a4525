package dev.trawl.train;

/**
 * What a run takes, in seconds.
 *
 * @param begin until its first epoch: its network is made and compiled
 * @param epoch each, measured and recorded
 * @param test the look at the test images
 */
public record RunTime(double begin, double epoch, double test) {

  /** From its beginning to its end. */
  public double of(int epochs) {
    return begin + epochs * epoch + test;
  }
}
