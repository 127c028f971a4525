package dev.trawl.runner;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.Resumption;
import dev.trawl.train.RunTime;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A quadratic whose epochs take time on a clock: what is said of them, more or less, by a factor
 * that is the same in all epochs of a run or not.
 */
final class TimedTraining implements Training {
  private final Training training;
  private final FakeClock clock;
  private final RunTime said;
  private final Random random;
  private final double slowest;

  /**
   * @param said of each run
   * @param slowest an epoch takes between half of so many times and so many times what is said
   */
  TimedTraining(SweepSpec spec, FakeClock clock, RunTime said, double slowest, long seed) {
    training = new QuadraticTraining(spec);
    this.clock = clock;
    this.said = said;
    this.slowest = slowest;
    random = new Random(seed);
  }

  private synchronized void pass(double seconds) {
    double factor = slowest * (1 + random.nextDouble()) / 2;
    clock.advance(Duration.ofMillis(Math.round(1000 * seconds * factor)));
  }

  @Override
  public DatasetInfo dataset() {
    return training.dataset();
  }

  @Override
  public int slots() {
    return training.slots();
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return training.environment(parameters);
  }

  @Override
  public Optional<RunTime> time(Map<String, Object> parameters) {
    return Optional.of(said);
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    pass(said.begin());
    RunEnd end = training.train(run, from, slowed(observer));
    if (end.status() == RunStatus.FINISHED) {
      pass(said.test());
    }
    return end;
  }

  private TrainingObserver slowed(TrainingObserver observer) {
    return new TrainingObserver() {
      @Override
      public Verdict began(Map<String, String> environment) {
        return observer.began(environment);
      }

      @Override
      public void progressed(int epoch, int images, int total) {
        pass(said.epoch() / 2); // There are two batches.
        observer.progressed(epoch, images, total);
      }

      @Override
      public Verdict epochEnded(Epoch epoch) {
        return observer.epochEnded(epoch);
      }

      @Override
      public Optional<Verdict.Stop> stop() {
        return observer.stop();
      }
    };
  }

  @Override
  public void close() {
    training.close();
  }
}
