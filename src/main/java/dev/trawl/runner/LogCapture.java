package dev.trawl.runner;

import java.util.function.Consumer;

/** Hears what a thread logs, whichever library logs it. Safe for use by many threads. */
public interface LogCapture {
  /** Hears nothing. */
  LogCapture NONE = lines -> () -> {};

  /**
   * From now on {@code lines} hears what this thread logs, each message with its line breaks, until
   * what is returned is run by the same thread.
   */
  Runnable capture(Consumer<String> lines);
}
