package dev.trawl.train.onednn;

import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.train.update.FlatUpdater;
import dev.trawl.train.update.UpdateSettings;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains one network in place: the network's own flat vectors of parameters, gradients and updater
 * state are what is read and written, so that it can be saved at any time between two steps. For
 * one thread.
 *
 * <p>The whole network runs as one program of oneDNN's, or, where {@link Backend} or its {@link
 * GraphPlan} says that it can't, as Deeplearning4j's own {@code ComputationGraph}.
 */
public interface NetworkTrainer extends AutoCloseable {
  /**
   * Why such networks can't be trained here; empty where they can: a precision that the machine
   * lacks, or, without a program, what Deeplearning4j itself trains wrongly: attention, and average
   * pooling that counts padding.
   */
  static Optional<String> refusal(NetworkConfiguration network, Precision precision) {
    return refusal(GraphPlan.of(network), precision);
  }

  private static Optional<String> refusal(GraphPlan plan, Precision precision) {
    Optional<String> stock = plan.stockReason();
    if (stock.isEmpty()) {
      return precision.objection();
    }
    Optional<String> needing =
        precision == Precision.FLOAT32 ? plan.stockFault() : Optional.of(precision.key());
    return needing.map(
        what -> "%s needs a network compiled for oneDNN, found %s".formatted(what, stock.get()));
  }

  /** The fastest that such networks can be trained in here. */
  static Precision fastest(NetworkConfiguration network) {
    return refusal(network, Precision.BFLOAT16).isEmpty() ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  /** Whether such a network runs as one program here, and not as Deeplearning4j's own. */
  static boolean isCompiled(NetworkConfiguration network) {
    return GraphPlan.of(network).stockReason().isEmpty();
  }

  /**
   * What runs such a network here, {@code onednn: 5 steps} or {@code stock: } with the reason; then
   * a line for each of its vertices, in order: how it is compiled, with which it is fused, or why
   * it can't be. With another reason than a gap, that is how it would be compiled without it.
   */
  static List<String> describe(NetworkConfiguration network) {
    GraphPlan plan = GraphPlan.of(network);
    List<String> lines = new ArrayList<>();
    lines.add(
        plan.stockReason()
            .map(reason -> "stock: " + reason)
            .orElseGet(() -> "onednn: %d steps".formatted(plan.steps().size())));
    lines.addAll(plan.lines());
    return lines;
  }

  /**
   * The same in one short line: {@code onednn: conv 3×3 + relu, max-pool 2×2, dense + relu}, or
   * {@code stock: lstm: no program for LSTM}.
   */
  static String summarize(NetworkConfiguration network) {
    GraphPlan plan = GraphPlan.of(network);
    return plan.stockReason()
        .map(reason -> "stock: " + reason)
        .orElseGet(() -> "onednn: " + plan.summary());
  }

  /**
   * A trainer of a network, which stays the caller's to close.
   *
   * @param images what the network takes
   * @param update what a step does beside what the network's own updater says
   * @throws IllegalArgumentException with the {@link #refusal}, if there is one, or for an updater
   *     that {@link FlatUpdater} doesn't know
   */
  static NetworkTrainer of(
      Network network, ImageShape images, Precision precision, UpdateSettings update) {
    ComputationGraph graph = network.deeplearning4j();
    GraphPlan plan = GraphPlan.of(graph.getConfiguration(), images);
    refusal(plan, precision)
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(refusal);
            });
    return plan.stockReason()
        .<NetworkTrainer>map(reason -> new StockTrainer(graph, update))
        .orElseGet(() -> new CompiledTrainer(graph, plan, precision, update));
  }

  /** Has each step from now on told to this one alone. */
  void listen(StepListener listener);

  /** Sets the step size of all layers from the next step on. */
  void setLearningRate(double learningRate);

  /**
   * Decides all random numbers until the next call: what dropout drops at the n-th step from now on
   * depends on the seed and n alone.
   */
  void seed(long seed);

  /**
   * One training step, with the gradient of the batch's mean loss.
   *
   * @param images [batch, channels, height, width], from 0 to 1
   * @param labels [batch, classes]: one-hot, or any probabilities that sum to 1
   */
  void fit(INDArray images, INDArray labels);

  /**
   * Begins anew from other weights: the optimiser remembers nothing and has made no step.
   *
   * @param weights all of the network's, batch statistics among them; not copied, so don't change
   *     it
   * @param pull what each weight's gradient gets of its distance from {@code weights}, from 0;
   *     {@link FlatUpdater#begin} says more
   */
  void begin(float[] weights, double pull);

  /** A copy of all weights. */
  float[] weights();

  /** Which of the weights are batch norm's running statistics. */
  BitSet statistics();

  /** The network as it is now, in 32-bit floats; closed with the trainer. */
  Inference inference();

  /** Frees native memory; the network keeps what it has learned. */
  @Override
  void close();
}
