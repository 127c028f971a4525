package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * How a candidate does after a round of the finals.
 *
 * @param round from 1; its mean is over so many new seeds
 * @param rank by the mean, from 1, the best
 * @param of how many candidates were in the round
 * @param images on how many validation images they were compared one by one; 0 where only by the
 *     metric's values
 * @param mean of the sweep's metric; null where one of its runs did not finish with a number
 * @param interval 95 %, for other seeds, and other images where images were compared; null without
 *     a mean, or where one seed tells nothing of others
 * @param p of being as good as the leader, corrected for all comparisons of the finals; null for
 *     the leader, without a mean, and in the first round
 * @param best the probability that it is the best of the round; null where {@code p} can't be had
 */
public record FinalStanding(
    int round,
    int rank,
    int of,
    int images,
    @Nullable Double mean,
    @Nullable Interval interval,
    @Nullable Double p,
    @Nullable Double best) {
  public FinalStanding {
    if (round < 1 || rank < 1 || rank > of || images < 0) {
      throw new IllegalArgumentException(
          "need round >= 1, 1 <= rank <= of and images >= 0, found round=%d rank=%d of=%d images=%d"
              .formatted(round, rank, of, images));
    }
  }
}
