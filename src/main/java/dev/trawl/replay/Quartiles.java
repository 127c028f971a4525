package dev.trawl.replay;

import java.util.Arrays;

/**
 * The middle half of some numbers, and the one in its middle; each between two of them in
 * proportion, and infinite where one of the two is.
 */
public record Quartiles(double low, double median, double high) {

  /**
   * Those of some numbers.
   *
   * @param numbers at least one, without NaN
   */
  public static Quartiles of(double[] numbers) {
    if (numbers.length == 0) {
      throw new IllegalArgumentException("need at least one number, found none");
    }
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    double below = sorted[(int) Math.floor(place)];
    double above = sorted[(int) Math.ceil(place)];
    double part = place - Math.floor(place);
    return part == 0 || below == above ? below : below + part * (above - below);
  }
}
