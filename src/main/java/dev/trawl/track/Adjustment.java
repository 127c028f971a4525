package dev.trawl.track;

import dev.trawl.sweep.SweepSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of a sweep by a person, after its start.
 *
 * @param job the first job that it holds for, from 1; {@link #ASKED} while its owner has not obeyed
 * @param key of the sweep file, such as {@code run_cap}
 * @param before its value until then, as the file would have it; empty for none
 * @param after its value from then on; empty for none
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

  /** For people. */
  public String text() {
    String value = after.isEmpty() ? "nothing" : after;
    return before.isEmpty()
        ? "%s is %s".formatted(key, value)
        : "%s from %s to %s".formatted(key, before, value);
  }

  /** A sweep file with all of its changes, whether they hold yet or not. */
  public static SweepSource changed(SweepSource source, List<Adjustment> adjustments) {
    List<String> overrides = new ArrayList<>(source.overrides());
    adjustments.forEach(adjustment -> overrides.add(adjustment.override()));
    return new SweepSource(source.file(), source.text(), overrides);
  }

  /** The change as {@code key=value}, as overrides of a sweep file are written. */
  public String override() {
    return key + "=" + (after.isEmpty() ? "null" : after);
  }
}
