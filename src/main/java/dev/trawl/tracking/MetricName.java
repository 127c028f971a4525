package dev.trawl.tracking;

import dev.trawl.track.Metric;
import dev.trawl.track.RecordableText;
import org.jspecify.annotations.Nullable;

/** A name by which a program measures its epochs. */
final class MetricName {
  private MetricName() {}

  /**
   * @param what is named, such as {@code each metric}
   * @throws IllegalArgumentException for a blank name, or one of the test set's, which would steer
   *     the search and which the end of the run replaces
   */
  static void check(String what, @Nullable String name) {
    if (Metric.isTest(RecordableText.name(what, name))) {
      throw new IllegalArgumentException(
          "need a train or validation metric for %s, because the test set steers nothing and is looked at once, by finish, found %s"
              .formatted(what, name));
    }
  }
}
