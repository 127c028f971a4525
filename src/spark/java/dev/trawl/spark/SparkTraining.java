package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingException;
import dev.trawl.train.TrainingObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains each run as a job of one task. What the sweep's runner sees is a training like any other;
 * a lost executor is a {@link MachineLostException}, so that the runner decides what follows, not
 * Spark.
 */
final class SparkTraining implements Training {
  private static final Logger log = LoggerFactory.getLogger(SparkTraining.class);
  private static final int LONGEST_ANSWER_SECONDS = 5;

  private final SparkApplication application;
  private final OrderedTraining trainings;
  private final Training here;

  /**
   * @param trainings what executors train with
   * @param here the same training on this machine, for what is asked before a run begins
   */
  SparkTraining(SparkApplication application, OrderedTraining trainings, Training here) {
    this.application = application;
    this.trainings = trainings;
    this.here = here;
  }

  @Override
  public DatasetInfo dataset() {
    return here.dataset();
  }

  @Override
  public int slots() {
    return application.slots();
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return here.environment(parameters);
  }

  /**
   * As an executor says that is free; empty where none is, since the run's own asks itself again.
   */
  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    @Nullable JavaFutureAction<List<String>> job = null;
    try {
      if (!application.executors().haveFreeSlot()) {
        return Optional.empty();
      }
      job = application.submit(application.sweep().order(parameters), new RefusalTask(trainings));
      String reason = job.get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS).get(0);
      return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      log.debug("no executor says whether {} can be trained: {}", parameters, e.toString());
      return Optional.empty();
    } finally {
      SparkApplication.cancel(job);
    }
  }

  @Override
  public boolean isHere() {
    return false;
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    RunOrder order = application.sweep().order(run).on(from == null ? null : from.processor());
    UnfitExecutors unfit =
        new UnfitExecutors(application.executors(), "run " + run.number(), order.processor());
    while (true) {
      Optional<RunEnd> end =
          new RunJob(application, order, from)
              .train(new TrainingTask(trainings), observer)
              .fold(
                  ended -> Optional.of(ended.end()),
                  refused -> {
                    throw new TrainingException(refused.reason(), null);
                  },
                  unable -> {
                    unfit.add(unable);
                    return Optional.empty();
                  },
                  elsewhere -> {
                    unfit.add(elsewhere);
                    return Optional.empty();
                  });
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  @Override
  public void close() {
    application.close();
    here.close();
  }
}
