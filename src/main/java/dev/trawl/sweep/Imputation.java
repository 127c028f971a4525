package dev.trawl.sweep;

import org.jspecify.annotations.Nullable;

/**
 * What runs without a result count as for a search that learns, as in W&B.
 *
 * @param failed a run that failed: {@link Value#WORST} keeps it among the bad ones
 * @param running a run that trains, by what is to be known of it; null leaves that to the search
 */
public record Imputation(Value failed, @Nullable Value running) {
  /** What a file that says nothing of it gets. */
  public static final Imputation DEFAULT = new Imputation(Value.WORST, null);

  /** Which of a run's own values it counts by, as if it had finished with it. */
  public enum Value {
    /** Its last one that is a number. */
    LATEST,
    /** Its best one. */
    BEST,
    /** None: it is worse than all that have one. */
    WORST
  }
}
