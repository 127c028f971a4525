package dev.trawl.sweep;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the runs of a sweep are executed.
 *
 * @param workers how many train at once; null leaves it to the machine: one for each core, or for
 *     as many as a run has threads
 * @param retries how often a run that failed is tried again
 * @param maxFailures how many failed runs in a row stop the sweep
 * @param budget how long the whole sweep may take, with finals, test and export; null is no limit
 * @param webhooks who is told what becomes of the sweep
 */
public record ExecutionSpec(
    @Nullable Integer workers,
    int retries,
    int maxFailures,
    @Nullable Duration budget,
    List<Webhook> webhooks) {
  public static final int DEFAULT_MAX_FAILURES = 5;

  /** What a file that says nothing of it gets. */
  public static final ExecutionSpec DEFAULT = new ExecutionSpec(null, 0, DEFAULT_MAX_FAILURES);

  /** Without a limit of its time, and nobody is told. */
  public ExecutionSpec(@Nullable Integer workers, int retries, int maxFailures) {
    this(workers, retries, maxFailures, null, List.of());
  }

  public ExecutionSpec {
    webhooks = List.copyOf(webhooks);
    if ((workers != null && workers < 1) || retries < 0 || maxFailures < 1) {
      throw new IllegalArgumentException(
          "need workers from 1, retries from 0 and max_failures from 1, found %s, %d and %d"
              .formatted(workers, retries, maxFailures));
    }
  }
}
