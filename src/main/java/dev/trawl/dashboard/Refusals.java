package dev.trawl.dashboard;

import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StoreException;
import java.io.IOException;

/** What is said of work that failed when nobody waits for it any more. */
final class Refusals {
  private Refusals() {}

  /** Whether the message is for whoever asked; else it is an error of Trawl, and for the log. */
  static boolean isRefusal(Throwable problem) {
    return problem instanceof RefusedException
        || problem instanceof RefusedChangeException
        || problem instanceof StoreException
        || problem instanceof IOException;
  }

  static String text(Throwable problem) {
    return isRefusal(problem)
        ? String.valueOf(problem.getMessage())
        : "an error in Trawl, written to its log";
  }
}
