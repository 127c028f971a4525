package dev.trawl.search;

/**
 * A stretch of a sweep's work that is about to be decided on: a new run, or a paused one's next
 * part.
 *
 * @param number from 1, in the order in which jobs are decided on
 * @param run the number that a new run would have
 */
public record Job(int number, int run) {
  public Job {
    if (number < 1 || run < 1 || run > number) {
      throw new IllegalArgumentException(
          "need 1 <= run <= number, found run=%d number=%d".formatted(run, number));
    }
  }
}
