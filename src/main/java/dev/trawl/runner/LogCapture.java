package dev.trawl.runner;

import java.util.function.Consumer;

/** Hears what a thread logs, whichever library logs it. Safe for use by many threads. */
public interface LogCapture {
  /** Hears nothing. */
  LogCapture NONE = lines -> () -> {};

  /**
   * Under this key of SLF4J's MDC a thread that trains a run has it, {@code run=ID number=N}: what
   * it logs then may name none, and would be one of several workers'.
   */
  String RUN = "run";

  /**
   * From now on {@code lines} hears what this thread logs, each message with its line breaks, until
   * what is returned is run by the same thread.
   */
  Runnable capture(Consumer<String> lines);
}
