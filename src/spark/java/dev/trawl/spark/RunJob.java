package dev.trawl.spark;

import dev.trawl.spark.Messages.Done;
import dev.trawl.spark.Messages.Ended;
import dev.trawl.spark.Messages.LogLine;
import dev.trawl.spark.Messages.Outcome;
import dev.trawl.spark.Messages.Pulse;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.Messages.Told;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.Resumption;
import dev.trawl.train.TrainingObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A run's job of one task, from its submission to its end: records and judges what its executor
 * tells meanwhile, and finds out when that is lost. For use by the run's thread, once.
 */
final class RunJob {
  private static final Logger log = LoggerFactory.getLogger(RunJob.class);
  private static final Duration LOOK = Duration.ofMillis(50);

  /** A training thread that is alive sends a pulse twice a second. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private static final Duration BEFORE_WAITING_IS_SAID = Duration.ofSeconds(30);

  private final SparkApplication application;
  private final RunOrder order;
  private final RunPort port;
  private boolean isWaitingSaid;

  RunJob(SparkApplication application, RunOrder order, @Nullable Resumption from) {
    this.application = application;
    this.order = order;
    port = new RunPort(from, System::nanoTime);
  }

  /**
   * How it ends, or why not: of an executor that had not begun, since one that had is lost.
   *
   * @throws MachineLostException when its executor is lost
   * @throws NoMachineException when the cluster is, or may not be used
   */
  Outcome<Ended> train(TrainingTask task, TrainingObserver observer) {
    application.requireClosed();
    Exchange.OF_THIS_PROCESS.open(order.runId(), port);
    @Nullable JavaFutureAction<List<byte[]>> job = null;
    try {
      application.spark().setJobGroup("run-" + order.runId(), "run " + order.number(), false);
      job = application.submit(order, task);
      Optional<RunEnd> stopped = accompany(job, observer);
      if (stopped.isPresent()) {
        return new Done<>(Ended.of(stopped.get()));
      }
      @SuppressWarnings("unchecked") // as the task packed it
      Outcome<Ended> outcome = Packed.unpack(job.get().get(0), Outcome.class);
      return unlessLost(outcome);
    } catch (ExecutionException e) {
      throw lost(SparkApplication.reason(e));
    } catch (CancellationException e) {
      throw lost("Spark cancelled its job");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MachineLostException("interrupted", e);
    } catch (IllegalStateException e) {
      throw application.isGone() ? lost(SparkApplication.reason(e)) : e;
    } finally {
      Exchange.OF_THIS_PROCESS.close(order.runId(), port);
      SparkApplication.cancel(job);
    }
  }

  /**
   * Judges what the run's executor tells, until its job is over.
   *
   * @return how the run ends that is stopped before an executor has it
   */
  private Optional<RunEnd> accompany(JavaFutureAction<List<byte[]>> job, TrainingObserver observer)
      throws InterruptedException {
    MissingExecutors missing = application.missing();
    long submitted = System.nanoTime();
    while (!job.isDone()) {
      observer.stop().ifPresent(port::stop);
      judgeNext(observer);
      log();
      Pulse progress = port.progress();
      if (progress != null && progress.total() > 0) {
        observer.progressed(progress.epoch(), progress.images(), progress.total());
      }
      if (port.isLost(LONGEST_SILENCE)) {
        throw lost("it has not been heard of for %d s".formatted(LONGEST_SILENCE.toSeconds()));
      }
      if (!port.isClaimed()) {
        missing.check();
        sayThatItWaits(Duration.ofNanos(System.nanoTime() - submitted));
      }
      Verdict.Stop stop = observer.stop().orElse(null);
      // FINISHED takes a look at the test images, which needs an executor.
      if (stop != null && stop.status() != RunStatus.FINISHED && port.closeUnclaimed()) {
        return Optional.of(new RunEnd(stop.status(), stop.reason(), 0, null));
      }
    }
    while (judgeNext(observer)) {
      // What came last.
    }
    log();
    return Optional.empty();
  }

  private void sayThatItWaits(Duration waited) {
    if (!isWaitingSaid && waited.compareTo(BEFORE_WAITING_IS_SAID) > 0) {
      isWaitingSaid = true;
      log.warn(
          "run={} number={} waits for an executor; the cluster has {}",
          order.runId(),
          order.number(),
          application.executors().count());
    }
  }

  /** As if the run's thread here had logged it. */
  private void log() {
    for (LogLine line : port.lines()) {
      log.atLevel(line.isWarning() ? Level.WARN : Level.INFO)
          .log("{}: {}", port.owner(), line.text());
    }
  }

  private boolean judgeNext(TrainingObserver observer) throws InterruptedException {
    Told told = port.next(LOOK);
    if (told == null) {
      return false;
    }
    Verdict verdict =
        told.judged()
            .fold(
                began -> {
                  log.info(
                      "trains as a task of {} on {}",
                      port.owner(),
                      began.environment().get(RunEnvironment.HOST));
                  return observer.began(began.environment());
                },
                done -> observer.epochEnded(done.epoch()),
                wrote -> {
                  observer.wrote(wrote.path(), wrote.content());
                  return Verdict.CONTINUE;
                });
    port.judged(told, verdict);
    return true;
  }

  private Outcome<Ended> unlessLost(Outcome<Ended> outcome) {
    return outcome.fold(
        ended -> outcome,
        refused -> outcome,
        unable -> {
          if (unable.hasBegun()) {
            throw lost(unable.reason());
          }
          return outcome;
        },
        elsewhere -> outcome);
  }

  /** What became of the run's executor; without a cluster there is no other. */
  private RuntimeException lost(String reason) {
    return application.isGone()
        ? SparkApplication.gone(reason)
        : new MachineLostException("%s is lost: %s".formatted(port.owner(), reason), null);
  }
}
