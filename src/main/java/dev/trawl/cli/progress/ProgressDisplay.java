package dev.trawl.cli.progress;

import dev.trawl.track.RunListener;

/** Shows a running sweep on stderr. */
public interface ProgressDisplay extends RunListener, AutoCloseable {
  /** Prints a line without disturbing what is shown. */
  void print(String line);

  /** Ends the display. */
  @Override
  void close();
}
