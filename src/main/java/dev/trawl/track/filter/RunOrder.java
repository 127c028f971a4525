package dev.trawl.track.filter;

import java.util.List;

/**
 * One key that runs are ordered by. Runs without the value, or with NaN, come last in either
 * direction; parameters that are numbers come before those that are not.
 */
public record RunOrder(RunKey key, boolean descending) {

  /**
   * Reads keys with commas between them, the first decides first: {@code metrics.val_accuracy DESC,
   * params.batch_size}. A leading minus descends too.
   *
   * @param source what problems call the text, such as {@code --order-by}
   */
  public static List<RunOrder> parse(String text, String source) throws InvalidFilterException {
    return new FilterParser(text, source).orders();
  }

  /** The key as text, which reads back as an equal one. */
  public String text() {
    return descending ? key.text() + " DESC" : key.text();
  }
}
