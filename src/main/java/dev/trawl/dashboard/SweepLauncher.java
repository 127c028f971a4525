package dev.trawl.dashboard;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;

/** Runs sweeps in this process, in the background. Safe for use by many threads. */
public interface SweepLauncher {

  /**
   * Starts a sweep and returns it as soon as it is recorded.
   *
   * @throws RefusedException when it can't be started now
   */
  Sweep start(SweepSource source, SweepSpec spec) throws RefusedException;

  /**
   * Goes on with an unfinished sweep and returns it as soon as it is this process's.
   *
   * @throws SweepOwnedException while another process runs it
   * @throws RefusedException when it can't be resumed now
   */
  Sweep resume(Sweep sweep, SweepSpec spec) throws RefusedException;
}
