package dev.trawl.sweep;

import java.util.List;

/**
 * Sweeps whose runs a search knows from the start.
 *
 * @param sweeps their names or ids, at least one
 * @param retry whether what they tried may be tried again
 */
public record WarmStart(List<String> sweeps, boolean retry) {
  public WarmStart {
    sweeps = List.copyOf(sweeps);
    if (sweeps.isEmpty()) {
      throw new IllegalArgumentException("need at least one sweep, found none");
    }
  }
}
