package dev.trawl.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * So many of a list as a page should hold.
 *
 * @param all how many there were
 */
record Sampled<T>(List<T> kept, int all) {
  /** Evenly spread, the first and the last among them; all where they are few enough. */
  static <T> Sampled<T> evenly(List<T> list, int most) {
    int size = list.size();
    return size <= most
        ? new Sampled<>(list, size)
        : new Sampled<>(
            IntStream.range(0, most)
                .mapToObj(i -> list.get((int) ((long) i * (size - 1) / (most - 1))))
                .toList(),
            size);
  }

  /**
   * What is left out, for people; empty when nothing is.
   *
   * @param order such as {@code best to the worst}
   */
  String note(String what, String order) {
    return kept.size() == all
        ? ""
        : "%,d of %,d %s are drawn, evenly from the %s.".formatted(kept.size(), all, what, order);
  }
}
