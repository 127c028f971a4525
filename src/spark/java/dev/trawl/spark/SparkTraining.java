package dev.trawl.spark;

import dev.trawl.spark.Messages.Ended;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.Messages.Unable;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingException;
import dev.trawl.train.TrainingObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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
  private static final int LONGEST_ANSWER_SECONDS = 30;

  /** How often a run is offered, and to how many executors, while those it comes to can't train. */
  static final int MOST_TRIES = 4;

  static final int MOST_UNABLE = 3;

  private final JavaSparkContext spark;
  private final SparkExecutors executors;
  private final SparkSweep sweep;
  private final OrderedTraining trainings;
  private final int slots;
  private final Training here;

  /**
   * @param trainings what executors train with
   * @param here the same training on this machine, for what is asked before a run begins
   */
  SparkTraining(
      JavaSparkContext spark,
      SparkExecutors executors,
      SparkSweep sweep,
      OrderedTraining trainings,
      int slots,
      Training here) {
    this.spark = spark;
    this.executors = executors;
    this.sweep = sweep;
    this.trainings = trainings;
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
              .map(new RefusalTask(trainings))
              .collectAsync();
      String reason = job.get(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS).get(0);
      return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      log.debug("no executor says whether {} can be trained: {}", parameters, e.toString());
      return Optional.empty();
    } finally {
      RunJob.cancel(job);
    }
  }

  @Override
  public boolean isHere() {
    return false;
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    RunOrder order = sweep.order(run).on(from == null ? null : from.processor());
    List<Unable<Ended>> failures = new ArrayList<>();
    Map<String, String> others = new TreeMap<>();
    while (true) {
      Optional<RunEnd> end =
          new RunJob(spark, executors, order, from)
              .train(new TrainingTask(trainings), observer)
              .fold(
                  ended -> Optional.of(ended.end()),
                  refused -> {
                    throw new TrainingException(refused.reason(), null);
                  },
                  unable -> {
                    failures.add(unable);
                    requireAnother(failures);
                    return Optional.empty();
                  },
                  elsewhere -> {
                    others.put(elsewhere.executor(), elsewhere.processor());
                    goElsewhere(executors, order, others);
                    return Optional.empty();
                  });
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /**
   * @throws MachineLostException after the last of the tries
   */
  private static void requireAnother(List<Unable<Ended>> failures) {
    Set<String> unable = failures.stream().map(Unable::executor).collect(Collectors.toSet());
    Unable<Ended> last = failures.get(failures.size() - 1);
    if (failures.size() == MOST_TRIES || unable.size() == MOST_UNABLE) {
      throw new MachineLostException(
          "executors %s can't train: %s".formatted(unable, last.reason()), null);
    }
    log.warn("executor {} can't train, others are asked: {}", last.executor(), last.reason());
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
