package dev.trawl.dashboard;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import java.util.Map;

/** What helps whoever writes a sweep file. Safe for use by many threads. */
public interface SweepFileHelp {
  /** The JSON Schema of the sweep file; empty where it isn't known. */
  Map<String, Object> schema();

  /**
   * What a sweep would be trained on here, what memory it needs and how long it takes. Looks at the
   * images, and tries some steps: seconds.
   *
   * @throws RefusedException where nothing is trained
   */
  SweepCheck.Data estimate(SweepSource source, SweepSpec spec)
      throws RefusedException, InterruptedException;

  /** Knows nothing. */
  static SweepFileHelp none() {
    return new SweepFileHelp() {
      @Override
      public Map<String, Object> schema() {
        return Map.of();
      }

      @Override
      public SweepCheck.Data estimate(SweepSource source, SweepSpec spec) throws RefusedException {
        throw new RefusedException("need a server that trains, found one that only shows");
      }
    };
  }
}
