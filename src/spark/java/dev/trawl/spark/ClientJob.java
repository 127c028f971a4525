package dev.trawl.spark;

import dev.trawl.spark.ClientTask.Answered;
import dev.trawl.spark.Messages.Outcome;
import dev.trawl.spark.Messages.Unable;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.TrainingException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's task for a round, and another where its executor is lost or can't train: from the same
 * weights, and so with the same answer. For use by one thread.
 */
final class ClientJob {
  private static final Logger log = LoggerFactory.getLogger(ClientJob.class);

  /** How many executors a client may cost in a round. */
  private static final int MOST_LOSSES = 3;

  private final JavaSparkContext spark;
  private final SparkExecutors executors;
  private final ClientTask.Order order;
  private final Broadcast<float[]> weights;
  private final Set<String> unable = new HashSet<>();
  private final Map<String, String> others = new TreeMap<>();
  private int refused;
  private int losses;
  private JavaFutureAction<List<byte[]>> job;

  ClientJob(
      JavaSparkContext spark,
      SparkExecutors executors,
      ClientTask.Order order,
      Broadcast<float[]> weights) {
    this.spark = spark;
    this.executors = executors;
    this.order = order;
    this.weights = weights;
    this.job = submitted();
  }

  private JavaFutureAction<List<byte[]>> submitted() {
    return spark.parallelize(List.of(order), 1).map(new ClientTask(weights)).collectAsync();
  }

  /**
   * Its answer, if there is one by now.
   *
   * @throws TrainingException when it can't be trained anywhere, or has cost three executors
   * @throws MachineLostException when executors can't train it
   * @throws NoMachineException when the cluster is gone, or has no processor to go on with
   */
  @Nullable Answered answer() throws InterruptedException {
    if (!job.isDone()) {
      return null;
    }
    try {
      @SuppressWarnings("unchecked") // as the task packed it
      Outcome<Answered> outcome = Packed.unpack(job.get().get(0), Outcome.class);
      return outcome.<@Nullable Answered>fold(
          answered -> answered,
          refused -> {
            throw new TrainingException(refused.reason(), null);
          },
          unable -> {
            askAgain(unable);
            return null;
          },
          elsewhere -> {
            others.put(elsewhere.executor(), elsewhere.processor());
            SparkTraining.goElsewhere(executors, order.run(), others);
            job = submitted();
            return null;
          });
    } catch (ExecutionException e) {
      askAgain(SparkTraining.firstLine(e.getCause() == null ? e : e.getCause()));
    } catch (CancellationException e) {
      askAgain("Spark cancelled its job");
    }
    return null;
  }

  /** Another executor than the one that can't. */
  private void askAgain(Unable<Answered> found) {
    if (found.hasBegun()) {
      askAgain(found.reason());
      return;
    }
    unable.add(found.executor());
    refused++;
    if (refused == SparkTraining.MOST_TRIES || unable.size() == SparkTraining.MOST_UNABLE) {
      throw new MachineLostException(
          "executors %s can't train client %d: %s"
              .formatted(unable, order.client(), found.reason()),
          null);
    }
    log.warn("executor {} can't train, others are asked: {}", found.executor(), found.reason());
    job = submitted();
  }

  /** An executor, instead of the one that is lost. */
  private void askAgain(String reason) {
    if (spark.sc().isStopped()) {
      throw new NoMachineException("the Spark cluster is gone: " + reason, null);
    }
    losses++;
    if (losses == MOST_LOSSES) {
      throw new TrainingException(
          "client %d cost %d executors in round %d, the last one so: %s"
              .formatted(order.client(), losses, order.round(), reason),
          null);
    }
    log.warn("round={} client={} is asked again: {}", order.round(), order.client(), reason);
    job = submitted();
  }

  /** Ends its task, if it has one. */
  void cancel() {
    RunJob.cancel(job);
  }
}
