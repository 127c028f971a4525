package dev.trawl.train.update;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The update of a network after each backward pass, on Deeplearning4j's own flat vectors of
 * parameters, gradients and updater state. It makes the steps of Deeplearning4j's updater, to the
 * rounding of floats: mean over the batch, clipping, L2 penalty, optimiser, weight decay; and reads
 * and writes the same state, so that a model that is saved in between goes on there or here.
 *
 * <p>The same vectors give the same bits, whatever the machine. For one thread. It holds for as
 * long as the network's updater isn't replaced.
 */
public final class FlatUpdater {
  /** Five arrays of this many floats fit into a core's first cache. */
  private static final int PIECE = 1024;

  private static final int MOST_MEMORY = 2;

  private final FlatVector parameters;
  private final FlatVector gradients;
  private final FlatVector state;
  private final List<UpdaterBlock> blocks;
  private final List<Section> sections;
  private final double clipping;
  private final float[] values = new float[PIECE];
  private final float[] steps = new float[PIECE];
  private final float[][] remembered = new float[MOST_MEMORY][PIECE];
  private double learningRate;
  private float[] origin = {};
  private float pull;

  private FlatUpdater(
      FlatVector parameters,
      FlatVector gradients,
      BaseMultiLayerUpdater<?> updater,
      UpdateSettings settings) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.state = new FlatVector("updater's state", updater.getStateViewArray());
    this.blocks = List.copyOf(updater.getUpdaterBlocks());
    this.sections = Sections.of(blocks, settings);
    this.clipping = settings.clipping();
    this.learningRate = configuredRate();
  }

  /**
   * In the place of a network's updater, with its state; the learning rate is the configuration's.
   *
   * @param updater the network's: {@code network.getUpdater()}
   * @param parameters the network's flat vector, which each step changes
   * @param gradients the flat vector of the same layout that the backward pass fills; afterwards
   *     its content is undefined
   * @throws IllegalArgumentException for an updater, a penalty or vectors that are none of Trawl's
   */
  public static FlatUpdater of(
      BaseMultiLayerUpdater<?> updater,
      INDArray parameters,
      INDArray gradients,
      UpdateSettings settings) {
    return new FlatUpdater(
        new FlatVector("parameters", parameters),
        new FlatVector("gradients", gradients),
        updater,
        settings);
  }

  /**
   * Sets the step size of all layers from now on, in the network's configuration too.
   *
   * @param learningRate from 0
   */
  public void setLearningRate(double learningRate) {
    this.learningRate = learningRate;
    for (UpdaterBlock block : blocks) {
      for (UpdaterBlock.ParamState variable : block.getLayersAndVariablesInBlock()) {
        var updater = variable.getLayer().getConfig().getUpdaterByParam(variable.getParamName());
        if (updater.hasLearningRate()) {
          updater.setLrAndSchedule(learningRate, null);
        }
      }
    }
  }

  /**
   * Begins anew: the optimiser remembers nothing.
   *
   * @param weights what the parameters are from now on; not copied, so don't change it
   * @param pull what the gradient of each parameter that has an optimiser gets of its distance from
   *     {@code weights}, from 0: μ of FedProx (Li and others, "Federated optimization in
   *     heterogeneous networks", 2020, equation 2)
   */
  public void begin(float[] weights, double pull) {
    if (weights.length != parameters.length()) {
      throw new IllegalArgumentException(
          "need %d weights, found %d".formatted(parameters.length(), weights.length));
    }
    parameters.write(0, weights, weights.length);
    state.write(0, new float[state.length()], state.length());
    this.origin = weights;
    this.pull = (float) pull;
  }

  /** A copy of the parameters. */
  public float[] weights() {
    float[] weights = new float[parameters.length()];
    parameters.read(0, weights, weights.length);
    return weights;
  }

  /** Which of the parameters no optimiser changes: batch norm's running statistics. */
  public BitSet statistics() {
    BitSet statistics = new BitSet();
    for (Section section : sections) {
      statistics.set(section.first(), section.end(), section.optimizer() == null);
    }
    return statistics;
  }

  /**
   * Makes a step.
   *
   * @param step how many were made before: the network's iteration count
   * @param batch the number of images over whose losses the gradients are sums
   */
  public void apply(long step, int batch) {
    float divisor = (float) divisor(batch);
    Map<Optimizer, Optimizer.Formula> formulas = new HashMap<>();
    for (Section section : sections) {
      Optimizer optimizer = section.optimizer();
      if (optimizer == null) {
        each(section, (from, count) -> gradients.read(from, steps, count));
      } else {
        update(
            section,
            optimizer.memory(),
            formulas.computeIfAbsent(optimizer, each -> each.at(step, learningRate)),
            divisor);
      }
    }
  }

  private void update(Section section, int memory, Optimizer.Formula formula, float divisor) {
    float decay = (float) (learningRate * section.weightDecay());
    each(
        section,
        (from, count) -> {
          gradients.read(from, steps, count);
          divide(steps, divisor, count);
          addMultiple(steps, values, section.l2(), count);
          addDistance(from, count);
          int place = section.state() + from - section.first();
          for (int row = 0; row < memory; row++) {
            state.read(place + row * section.stateStride(), remembered[row], count);
          }
          formula.apply(steps, remembered, count);
          for (int row = 0; row < memory; row++) {
            state.write(place + row * section.stateStride(), remembered[row], count);
          }
          addMultiple(steps, values, decay, count);
        });
  }

  /**
   * Makes the {@code steps} of the parameters from {@code from} on, which are in {@code values}.
   */
  @FunctionalInterface
  private interface Piece {
    void prepare(int from, int count);
  }

  private void each(Section section, Piece piece) {
    for (int from = section.first(); from < section.end(); from += PIECE) {
      int count = Math.min(PIECE, section.end() - from);
      parameters.read(from, values, count);
      piece.prepare(from, count);
      subtract(values, steps, count);
      parameters.write(from, values, count);
    }
  }

  /** By which sums become what the optimiser takes: means, made as short as need be. */
  private double divisor(int batch) {
    if (clipping == 0) {
      return batch;
    }
    double norm = norm() / batch;
    return norm > clipping ? batch * (norm / clipping) : batch;
  }

  /** Of all gradients that an optimiser takes; summed in one order. */
  private double norm() {
    double squares = 0;
    for (Section section : sections) {
      if (section.optimizer() != null) {
        for (int from = section.first(); from < section.end(); from += PIECE) {
          int count = Math.min(PIECE, section.end() - from);
          gradients.read(from, steps, count);
          squares += squares(steps, count);
        }
      }
    }
    return Math.sqrt(squares);
  }

  /** Four sums at a time, which don't wait for each other. */
  private static double squares(float[] values, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < count - 3; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < count; i++) {
      a += (double) values[i] * values[i];
    }
    return (a + b) + (c + d);
  }

  private static void divide(float[] values, float divisor, int count) {
    if (divisor != 1) {
      for (int i = 0; i < count; i++) {
        values[i] /= divisor;
      }
    }
  }

  private void addDistance(int from, int count) {
    if (pull != 0) {
      for (int i = 0; i < count; i++) {
        steps[i] += pull * (values[i] - origin[from + i]);
      }
    }
  }

  private static void addMultiple(float[] sums, float[] values, float factor, int count) {
    if (factor != 0) {
      for (int i = 0; i < count; i++) {
        sums[i] += factor * values[i];
      }
    }
  }

  private static void subtract(float[] values, float[] steps, int count) {
    for (int i = 0; i < count; i++) {
      values[i] -= steps[i];
    }
  }

  private double configuredRate() {
    return blocks.stream()
        .flatMap(block -> block.getLayersAndVariablesInBlock().stream())
        .map(variable -> variable.getLayer().getConfig().getUpdaterByParam(variable.getParamName()))
        .filter(updater -> updater.hasLearningRate())
        .mapToDouble(updater -> updater.getLearningRate(0, 0))
        .findFirst()
        .orElse(0);
  }
}
