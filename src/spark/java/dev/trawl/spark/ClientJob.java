package dev.trawl.spark;

import dev.trawl.spark.ClientTask.Answered;
import dev.trawl.spark.Messages.Outcome;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.TrainingException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
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

  private final SparkApplication application;
  private final ClientTask.Order order;
  private final Broadcast<float[]> weights;
  private final UnfitExecutors unfit;
  private int losses;
  private JavaFutureAction<List<byte[]>> job;

  /**
   * @param ofRun what is known of executors for the run
   */
  ClientJob(
      SparkApplication application,
      ClientTask.Order order,
      Broadcast<float[]> weights,
      UnfitExecutors ofRun) {
    this.application = application;
    this.order = order;
    unfit = ofRun.of("client " + order.client());
    this.weights = weights;
    this.job = submitted();
  }

  private JavaFutureAction<List<byte[]>> submitted() {
    return application.submit(order, new ClientTask(weights));
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
            if (unable.hasBegun()) {
              askAgain(unable.reason());
            } else {
              unfit.add(unable);
              job = submitted();
            }
            return null;
          },
          elsewhere -> {
            unfit.add(elsewhere);
            job = submitted();
            return null;
          });
    } catch (ExecutionException e) {
      askAgain(SparkApplication.reason(e));
    } catch (CancellationException e) {
      askAgain("Spark cancelled its job");
    }
    return null;
  }

  /** An executor, instead of the one that is lost. */
  private void askAgain(String reason) {
    if (application.isGone()) {
      throw SparkApplication.gone(reason);
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
    SparkApplication.cancel(job);
  }
}
