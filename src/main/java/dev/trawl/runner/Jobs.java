package dev.trawl.runner;

import dev.trawl.track.Run;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a {@link JobLoop} works on. Used by the thread that executes the loop. */
interface Jobs {

  /** Trains one run, to its end. */
  interface Task extends Callable<Run> {
    /** The run's number. */
    int number();
  }

  /** The next job, recorded and ready to train; empty when there is none, as things stand. */
  Optional<? extends Task> next();

  /** A job ended as {@code run} is now. */
  void ended(Run run);

  /** A job threw something that is no run's end. */
  void failed(Task job, Throwable cause);
}
