package dev.trawl.runner;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;

/** Reads what a recorded sweep file says, with what was changed of it. Safe for many threads. */
@FunctionalInterface
public interface SweepFileReader {
  /**
   * What it says.
   *
   * @throws IllegalStateException when it is not valid any more
   */
  SweepSpec read(SweepSource source);
}
