package dev.trawl.spark;

import dev.trawl.spark.Messages.Claim;
import dev.trawl.spark.Messages.Done;
import dev.trawl.spark.Messages.Elsewhere;
import dev.trawl.spark.Messages.Ended;
import dev.trawl.spark.Messages.Grant;
import dev.trawl.spark.Messages.Outcome;
import dev.trawl.spark.Messages.Refused;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.Messages.Unable;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Timing;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On an executor: trains one run from where the driver says to its end. What any machine would come
 * to is an outcome, not a failure of the task, which Spark would only repeat.
 */
final class TrainingTask implements Function<RunOrder, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(TrainingTask.class);
  private static final int PENALTY_SECONDS = 20;

  private final OrderedTraining trainings;

  TrainingTask(OrderedTraining trainings) {
    this.trainings = trainings;
  }

  @Override
  public byte[] call(RunOrder order) {
    return Packed.pack(outcome(order));
  }

  private Outcome<Ended> outcome(RunOrder order) {
    String executor = SparkEnv.get().executorId();
    Training training;
    try {
      training = trainings.of(order);
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      keepTheSlot();
      return new Unable<>(executor, false, said(e));
    }
    String found = processor(training, order);
    if (order.processor() != null && !order.processor().equals(found)) {
      keepTheSlot();
      return new Elsewhere<>(executor, found);
    }
    Optional<String> refusal = training.refusal(order.parameters());
    if (refusal.isPresent()) {
      return new Refused<>(refusal.get());
    }
    try {
      return outcome(order, training, executor);
    } catch (TrainingException e) {
      return new Refused<>(String.valueOf(e.getMessage()));
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      return new Unable<>(executor, true, said(e));
    }
  }

  private static Outcome<Ended> outcome(RunOrder order, Training training, String executor)
      throws Exception {
    RemoteObserver.Driver driver = TrawlPlugin.driver()::ask;
    long attempt = TaskContext.get().taskAttemptId();
    Grant grant =
        Packed.unpack(driver.ask(new Claim(order.runId(), attempt, executor)), Grant.class);
    if (!grant.isGranted()) {
      return new Unable<>(executor, true, "another task has the run");
    }
    try (RemoteObserver observer = new RemoteObserver(driver, order.runId(), attempt)) {
      Outcome<Ended> end = ended(training, run(order), grant.resumption(), observer);
      return observer.isFenced() ? new Unable<>(executor, true, "another task has the run") : end;
    }
  }

  private static Outcome<Ended> ended(
      Training training, Run run, @Nullable Resumption from, RemoteObserver observer) {
    TaskLog heard = TaskLog.ofThisThread(observer::logged);
    try {
      return new Done<>(Ended.of(training.train(run, from, observer)));
    } catch (RuntimeException | Error e) {
      log.warn("run={} ended by an exception", run.id(), e);
      throw e;
    } finally {
      heard.close();
    }
  }

  static String processor(Training training, RunOrder order) {
    return training
        .environment(order.parameters())
        .getOrDefault(RunEnvironment.PROCESSOR, "an unknown processor");
  }

  static String said(Throwable t) {
    return t.getClass().getSimpleName() + ": " + t.getMessage();
  }

  /** So that the next try is another executor's, if one has a slot. */
  static void keepTheSlot() {
    try {
      for (int second = 0; second < PENALTY_SECONDS && !isCancelled(); second++) {
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isCancelled() {
    return TaskContext.get().isInterrupted();
  }

  /** As far as training looks at it. */
  private static Run run(RunOrder order) {
    return new Run(
        RunIdentity.of(order.runId(), "", order.number()),
        order.parameters(),
        new RunProvenance(order.seed(), Map.of()),
        RunStatus.RUNNING,
        null,
        RunResult.NONE,
        Timing.NONE,
        new RecordInfo(Map.of(), Instant.EPOCH, null, null, 0));
  }
}
