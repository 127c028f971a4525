package dev.trawl.track;

/**
 * Which of a sweep's runs, and in what order.
 *
 * @param after only runs changed after this sequence number; 0 is all
 * @param offset how many of the first to leave out, for a further page
 * @param limit at most this many
 * @param sort {@code number}, {@code status}, {@code epochs}, {@code seconds}, {@code metrics.KEY}
 *     or {@code parameters.NAME}; runs without the value come last
 */
public record RunQuery(long after, int offset, int limit, String sort, boolean descending) {
  public static final RunQuery ALL = new RunQuery(0, 0, Integer.MAX_VALUE, "number", false);

  /** From the first on. */
  public RunQuery(long after, int limit, String sort, boolean descending) {
    this(after, 0, limit, sort, descending);
  }
}
