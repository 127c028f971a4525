package dev.trawl.track;

import java.time.Instant;

/**
 * A change of a running sweep by a person.
 *
 * @param job the first job that it holds for, from 1
 * @param key of the sweep file, such as {@code run_cap}
 * @param before its value until then, as the file would have it
 * @param after its value from then on
 * @param by who changed it
 */
public record Adjustment(
    int job, String key, String before, String after, String by, Instant adjustedAt) {
  public Adjustment {
    if (job < 1) {
      throw new IllegalArgumentException("need a job from 1, found " + job);
    }
    RecordableText.name("a key", key);
  }
}
