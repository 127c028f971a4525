package dev.trawl.runner;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStore;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.time.Clock;

/**
 * The trainings of another factory, each run's log, where it is trained and what that takes are
 * recorded. Safe for use by many threads.
 */
public final class LoggedTrainings implements TrainingFactory {
  private final TrainingFactory trainings;
  private final RunStore store;
  private final LogCapture capture;
  private final Clock clock;
  private final boolean keepsProcessor;

  public LoggedTrainings(
      TrainingFactory trainings, RunStore store, LogCapture capture, Clock clock) {
    this(trainings, store, capture, clock, false);
  }

  private LoggedTrainings(
      TrainingFactory trainings,
      RunStore store,
      LogCapture capture,
      Clock clock,
      boolean keepsProcessor) {
    this.trainings = trainings;
    this.store = store;
    this.capture = capture;
    this.clock = clock;
    this.keepsProcessor = keepsProcessor;
  }

  /**
   * The same, but a run that was interrupted goes on only with the type of processor that it was
   * trained on last: with another the last bits of its numbers may differ.
   */
  public LoggedTrainings keepingProcessor() {
    return new LoggedTrainings(trainings, store, capture, clock, true);
  }

  @Override
  public Training open(SweepSpec spec) throws IOException {
    return new LoggedTraining(
        trainings.open(spec), spec.training().epochWord(), store, capture, clock, keepsProcessor);
  }
}
