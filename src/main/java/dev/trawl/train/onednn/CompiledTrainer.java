package dev.trawl.train.onednn;

import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import dev.trawl.train.update.FlatUpdater;
import dev.trawl.train.update.UpdateSettings;
import java.util.BitSet;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains by a program of oneDNN's for each batch size. */
final class CompiledTrainer implements NetworkTrainer {
  private final StepRandom random = new StepRandom();
  private final Arena arena = new Arena();
  private final ProgramCache<Long, NetworkProgram> programs;
  private final Inference inference;
  private final FlatUpdater updater;
  private final ComputationGraphConfiguration counts;
  private @Nullable StepListener listener;

  /**
   * @param plan the network's, without gaps
   */
  CompiledTrainer(
      ComputationGraph network, GraphPlan plan, Precision precision, UpdateSettings update) {
    FlatParameters parameters = FlatParameters.of(network);
    this.programs =
        new ProgramCache<>(
            batch ->
                new NetworkProgram(
                    plan,
                    parameters,
                    new Purpose(batch, true, precision, plan.channelsLast(), random),
                    arena));
    this.inference = Inference.of(network, arena);
    this.updater = FlatParameters.updater(network, update);
    this.counts = network.getConfiguration();
  }

  @Override
  public void listen(StepListener heard) {
    listener = heard;
  }

  @Override
  public void setLearningRate(double learningRate) {
    updater.setLearningRate(learningRate);
  }

  @Override
  public void seed(long seed) {
    random.seed(seed);
  }

  @Override
  public void fit(INDArray images, INDArray labels) {
    NetworkProgram program = programs.get(images.size(0));
    program.forward(images);
    if (listener != null) {
      listener.forwardEnded(program.logits());
    }
    program.backward(labels);
    random.nextStep();
    if (listener != null) {
      listener.backwardEnded();
    }
    int step = counts.getIterationCount();
    updater.apply(step, 1); // The gradients are means.
    counts.setIterationCount(step + 1);
  }

  @Override
  public void begin(float[] weights, double pull) {
    updater.begin(weights, pull);
    counts.setIterationCount(0);
  }

  @Override
  public float[] weights() {
    return updater.weights();
  }

  @Override
  public BitSet statistics() {
    return updater.statistics();
  }

  @Override
  public Inference inference() {
    return inference;
  }

  @Override
  public void close() {
    inference.close();
    programs.close();
    arena.close();
  }
}
