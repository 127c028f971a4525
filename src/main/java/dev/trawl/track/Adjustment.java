package dev.trawl.track;

import java.time.Instant;

/**
 * A change of a sweep by a person, after its start.
 *
 * @param job the first job that it holds for, from 1; {@link #ASKED} while its owner has not obeyed
 * @param key of the sweep file, such as {@code run_cap}
 * @param before its value until then, as the file would have it
 * @param after its value from then on
 * @param by who changed it
 */
public record Adjustment(
    int job, String key, String before, String after, String by, Instant adjustedAt) {
  /** In place of the job: it is asked for, and holds for none yet. */
  public static final int ASKED = 0;

  public Adjustment {
    if (job < 0) {
      throw new IllegalArgumentException("need a job from 0, found " + job);
    }
    RecordableText.name("a key", key);
  }
}
