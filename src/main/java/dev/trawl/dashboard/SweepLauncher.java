package dev.trawl.dashboard;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;

/** Runs sweeps in this process, in the background. Safe for use by many threads. */
public interface SweepLauncher {

  /**
   * Gets a sweep's data, which may take minutes, starts it and returns it once it is recorded.
   *
   * @throws RefusedException when it can't be started now
   */
  Sweep start(SweepSource source, SweepSpec spec) throws RefusedException;

  /**
   * Likewise goes on with an unfinished sweep, and returns it once it is this process's.
   *
   * @throws SweepOwnedException while another process runs it
   * @throws RefusedException when it can't be resumed now
   */
  Sweep resume(Sweep sweep, SweepSpec spec) throws RefusedException;
}
