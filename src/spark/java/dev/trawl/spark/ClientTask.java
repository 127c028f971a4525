package dev.trawl.spark;

import dev.trawl.spark.Messages.Done;
import dev.trawl.spark.Messages.Elsewhere;
import dev.trawl.spark.Messages.Outcome;
import dev.trawl.spark.Messages.Refused;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.Messages.Unable;
import dev.trawl.track.Owner;
import dev.trawl.train.FederatedTraining;
import dev.trawl.train.TrainingException;
import dev.trawl.train.federated.ClientAnswer;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * On an executor: trains one client for a round. What is wrong with the client is part of its
 * answer, as it would be anywhere; what is wrong with the executor isn't.
 */
final class ClientTask implements Function<ClientTask.Order, byte[]> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<float[]> weights;

  /** What a client is to train; the weights come by themselves, once for all clients of a round. */
  record Order(RunOrder run, int round, double learningRate, int client) implements Serializable {}

  /** It trained, or failed as it would anywhere. */
  record Answered(ClientAnswer answer, Place place) implements Serializable {}

  /** Where it did. */
  record Place(String executor, String host, String processor) implements Serializable {}

  ClientTask(Broadcast<float[]> weights) {
    this.weights = weights;
  }

  @Override
  public byte[] call(Order order) {
    return Packed.pack(outcome(order));
  }

  private Outcome<Answered> outcome(Order order) {
    String executor = SparkEnv.get().executorId();
    try {
      FederatedTraining training = ExecutorTrainings.OF_THIS_PROCESS.of(order.run());
      String processor = TrainingTask.processor(training, order.run());
      if (order.run().processor() != null && !order.run().processor().equals(processor)) {
        TrainingTask.keepTheSlot();
        return new Elsewhere<>(executor, processor);
      }
      Place place = new Place(executor, Owner.thisHost(), processor);
      TaskContext task = TaskContext.get();
      return ExecutorClients.OF_THIS_PROCESS
          .train(training, order, weights.value(), task::isInterrupted)
          .<Outcome<Answered>>map(answer -> new Done<>(new Answered(answer, place)))
          .orElseGet(() -> new Unable<>(executor, true, "its task was stopped"));
    } catch (TrainingException e) {
      return new Refused<>(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unable<>(executor, true, "its task was interrupted");
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      TrainingTask.keepTheSlot();
      return new Unable<>(executor, false, TrainingTask.said(e));
    }
  }
}
