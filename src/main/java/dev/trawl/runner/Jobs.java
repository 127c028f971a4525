package dev.trawl.runner;

import dev.trawl.track.Run;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a {@link JobLoop} works on. Used by the thread that executes the loop. */
interface Jobs {

  /** Trains one run, to its end or to where it waits. */
  interface Task extends Callable<Run> {
    /** The job's number. */
    int job();

    /** The run's number. */
    int number();

    /** Once it has ended: whether a pruner stopped its run for good, however that is recorded. */
    boolean isStopped();
  }

  /**
   * The next job, recorded and ready to train; empty when there is none as things stand: it is
   * asked again when another one has ended.
   */
  Optional<? extends Task> next();

  /** Whether a job can't be decided on before one far back has ended: a worker waits for it. */
  boolean isBehind();

  /** A job ended, and left its run like this. */
  void ended(Task job, Run run);

  /** A job threw something that is no run's end. */
  void failed(Task job, Throwable cause);
}
