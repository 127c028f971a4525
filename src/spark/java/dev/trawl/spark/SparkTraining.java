package dev.trawl.spark;

import dev.trawl.spark.Messages.Began;
import dev.trawl.spark.Messages.Elsewhere;
import dev.trawl.spark.Messages.Ended;
import dev.trawl.spark.Messages.EpochDone;
import dev.trawl.spark.Messages.Outcome;
import dev.trawl.spark.Messages.Pulse;
import dev.trawl.spark.Messages.Refused;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.Messages.Told;
import dev.trawl.spark.Messages.Unable;
import dev.trawl.spark.Messages.Wrote;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingException;
import dev.trawl.train.TrainingObserver;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
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
  private static final Duration LOOK = Duration.ofMillis(50);

  /** A training thread that is alive sends a pulse twice a second. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /** How often a run is offered, and to how many executors, while those it comes to can't train. */
  static final int MOST_TRIES = 4;

  static final int MOST_UNABLE = 3;

  private static final Duration BEFORE_WAITING_IS_SAID = Duration.ofSeconds(30);

  private final JavaSparkContext spark;
  private final SparkExecutors executors;
  private final SparkSweep sweep;
  private final int slots;
  private final Training here;

  /**
   * @param here the same training on this machine, for what is asked before a run begins
   */
  SparkTraining(
      JavaSparkContext spark,
      SparkExecutors executors,
      SparkSweep sweep,
      int slots,
      Training here) {
    this.spark = spark;
    this.executors = executors;
    this.sweep = sweep;
    this.slots = slots;
    this.here = here;
  }

  @Override
  public DatasetInfo dataset() {
    return here.dataset();
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return here.environment(parameters);
  }

  /** As an executor says; empty where none does, since the run's own asks itself again. */
  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    @Nullable JavaFutureAction<List<String>> job = null;
    try {
      job =
          spark
              .parallelize(List.of(sweep.order(parameters)), 1)
              .map(new RefusalTask())
              .collectAsync();
      String reason = job.get(LONGEST_SILENCE.toSeconds(), TimeUnit.SECONDS).get(0);
      return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      log.debug("no executor says whether {} can be trained: {}", parameters, e.toString());
      return Optional.empty();
    } finally {
      cancel(job);
    }
  }

  @Override
  public boolean isHere() {
    return false;
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    Set<String> unable = new HashSet<>();
    Map<String, String> others = new TreeMap<>();
    for (int tried = 1; ; ) {
      Object end = trainOnce(run, from, observer);
      if (end instanceof RunEnd ended) {
        return ended;
      }
      if (end instanceof Elsewhere found) {
        others.put(found.executor(), found.processor());
        goElsewhere(executors, order(run, from), others);
        continue;
      }
      Unable found = (Unable) end;
      unable.add(found.executor());
      if (tried == MOST_TRIES || unable.size() == MOST_UNABLE) {
        throw new MachineLostException(
            "executors %s can't train: %s".formatted(unable, found.reason()), null);
      }
      tried++;
      log.warn("executor {} can't train, others are asked: {}", found.executor(), found.reason());
    }
  }

  /**
   * @param others executors with another type of processor than the run has to go on with
   * @throws NoMachineException when there is no other executor
   */
  static void goElsewhere(SparkExecutors executors, RunOrder order, Map<String, String> others) {
    String needed = String.valueOf(order.processor());
    Set<String> found = new TreeSet<>(others.values());
    if (executors.areAll(others.keySet())) {
      throw new NoMachineException(
          "need an executor with the type of processor that the run was trained on, %s, found %s"
              .formatted(needed, found),
          null);
    }
    log.warn("waits for an executor with {}, not {}", needed, found);
  }

  /** An end, or an executor that can't train at all, or not this run. */
  private Object trainOnce(Run run, @Nullable Resumption from, TrainingObserver observer) {
    executors
        .open()
        .ifPresent(
            why -> {
              throw new NoMachineException(why, null);
            });
    RunPort port = new RunPort(from, System::nanoTime);
    Exchange.OF_THIS_PROCESS.open(run.id(), port);
    @Nullable JavaFutureAction<List<byte[]>> job = null;
    try {
      spark.setJobGroup("run-" + run.id(), "run " + run.number(), false);
      job = spark.parallelize(List.of(order(run, from)), 1).map(new RunTask()).collectAsync();
      Optional<RunEnd> stopped = accompany(run, job, port, observer);
      if (stopped.isPresent()) {
        return stopped.get();
      }
      Outcome outcome = Packed.unpack(job.get().get(0), Outcome.class);
      boolean isNotBegun =
          outcome instanceof Elsewhere || (outcome instanceof Unable unable && !unable.hasBegun());
      return isNotBegun ? outcome : end(outcome, port);
    } catch (ExecutionException e) {
      throw lost(port, firstLine(e.getCause() == null ? e : e.getCause()));
    } catch (CancellationException e) {
      throw lost(port, "Spark cancelled its job");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MachineLostException("interrupted", e);
    } catch (IllegalStateException e) {
      throw spark.sc().isStopped() ? lost(port, firstLine(e)) : e;
    } finally {
      Exchange.OF_THIS_PROCESS.close(run.id(), port);
      cancel(job);
    }
  }

  private RunOrder order(Run run, @Nullable Resumption from) {
    return sweep.order(run).on(from == null ? null : from.processor());
  }

  static void cancel(@Nullable JavaFutureAction<?> job) {
    if (job != null && !job.isDone()) {
      boolean unused = job.cancel(true);
    }
  }

  /**
   * Judges what the run's executor tells, until its job is over.
   *
   * @return how the run ends that is stopped before an executor has it
   */
  private Optional<RunEnd> accompany(
      Run run, JavaFutureAction<List<byte[]>> job, RunPort port, TrainingObserver observer)
      throws InterruptedException {
    long submitted = System.nanoTime();
    boolean isSaid = false;
    while (!job.isDone()) {
      observer.stop().ifPresent(port::stop);
      judgeNext(port, observer);
      Pulse progress = port.progress();
      if (progress != null && progress.total() > 0) {
        observer.progressed(progress.epoch(), progress.images(), progress.total());
      }
      if (port.isLost(LONGEST_SILENCE)) {
        throw lost(
            port, "it has not been heard of for %d s".formatted(LONGEST_SILENCE.toSeconds()));
      }
      Duration waited = Duration.ofNanos(System.nanoTime() - submitted);
      if (!isSaid && !port.isClaimed() && waited.compareTo(BEFORE_WAITING_IS_SAID) > 0) {
        isSaid = true;
        log.warn(
            "run={} number={} waits for an executor; the cluster has {}",
            run.id(),
            run.number(),
            executors.count());
      }
      Verdict.Stop stop = observer.stop().orElse(null);
      // FINISHED takes a look at the test images, which needs an executor.
      if (stop != null && stop.status() != RunStatus.FINISHED && port.closeUnclaimed()) {
        return Optional.of(new RunEnd(stop.status(), stop.reason(), 0, null));
      }
    }
    while (judgeNext(port, observer)) {
      // What came last.
    }
    return Optional.empty();
  }

  private boolean judgeNext(RunPort port, TrainingObserver observer) throws InterruptedException {
    Told told = port.next(LOOK);
    if (told == null) {
      return false;
    }
    if (told.judged() instanceof EpochDone done) {
      port.judged(told, observer.epochEnded(done.epoch()));
    } else if (told.judged() instanceof Began began) {
      String where =
          "%s on %s".formatted(port.owner(), began.environment().get(RunEnvironment.HOST));
      log.info("trains as a task of {}", where);
      port.judged(told, observer.began(began.environment()));
    } else if (told.judged() instanceof Wrote wrote) {
      observer.wrote(wrote.path(), wrote.content());
      port.judged(told, Verdict.CONTINUE);
    }
    return true;
  }

  private RunEnd end(Outcome outcome, RunPort port) {
    if (outcome instanceof Ended ended) {
      return ended.end();
    }
    if (outcome instanceof Refused refused) {
      throw new TrainingException(refused.reason(), null);
    }
    throw lost(port, outcome instanceof Unable unable ? unable.reason() : "no outcome");
  }

  /** What became of a run's executor; without a cluster there is no other. */
  private RuntimeException lost(RunPort port, String reason) {
    return spark.sc().isStopped()
        ? new NoMachineException("the Spark cluster is gone: " + reason, null)
        : new MachineLostException("%s is lost: %s".formatted(port.owner(), reason), null);
  }

  static String firstLine(Throwable t) {
    return Optional.ofNullable(t.getMessage()).stream()
        .flatMap(String::lines)
        .findFirst()
        .orElse(t.toString());
  }

  @Override
  public void close() {
    spark.close();
    here.close();
  }
}
