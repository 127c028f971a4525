package dev.trawl.track;

import dev.trawl.sweep.SweepSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes the runs of a sweep reproducible, beside each one's own {@link RunProvenance}.
 *
 * @param source the file that it was begun with, verbatim
 * @param seed decides, with the file, every candidate and every run's own seed
 * @param dataset with its checksum; null where a program that trains the runs did not say
 */
public record Provenance(SweepSource source, long seed, @Nullable DatasetInfo dataset) {
  private static final SweepSource NO_FILE = new SweepSource("", "", List.of());

  /** Of a program that trains in its own loop, without a file. */
  public static Provenance external(@Nullable DatasetInfo dataset) {
    return new Provenance(NO_FILE, 0, dataset);
  }
}
