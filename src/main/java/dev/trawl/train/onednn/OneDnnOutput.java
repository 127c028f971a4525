package dev.trawl.train.onednn;

import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * An output layer with softmax and cross-entropy on oneDNN. The product that a training step needs
 * is made once, where the stock layer makes it for the gradient and again for the score. With masks
 * it does what the stock layer does.
 */
@SuppressWarnings("serial") // Inherited; nobody serialises a layer.
final class OneDnnOutput extends OutputLayer implements NativeLayer {
  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private final ProgramCache<DenseProgram.Key, DenseProgram> programs =
      DenseProgram.programs(layerConf(), DenseProgram.Activation.SOFTMAX);

  /** Sum of the batch's cross-entropies as the gradient was taken; null for another input. */
  private @Nullable Double loss;

  /** In the place of a stock layer, with its parameters. */
  OneDnnOutput(OutputLayer stock) {
    super(stock.conf(), DataType.FLOAT);
    Parameters.share(stock, this);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    super.setInput(input, workspaces);
    loss = null;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    if (maskArray != null || !fits(input, layerConf().getNIn())) {
      return super.activate(training, workspaces);
    }
    return forward(training, ArrayType.ACTIVATIONS, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    if (maskArray != null
        || !fits(input, layerConf().getNIn())
        || !fits(labels, layerConf().getNOut())) {
      return super.backpropGradient(epsilon, workspaces);
    }
    INDArray output = forward(true, ArrayType.BP_WORKING_MEM, workspaces);
    INDArray targets = ArrayMemory.isRowByRow(labels) ? labels : labels.dup('c');
    INDArray byWeights = Parameters.gradient(gradientViews, WEIGHTS);
    INDArray byBias = Parameters.gradient(gradientViews, BIAS);
    INDArray byInput =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
    DenseProgram program = programs.get(new DenseProgram.Key(input.size(0), true));
    program.backward(output, targets, byWeights, byBias, byInput);
    loss = crossEntropy(program, Math.toIntExact(labels.length()));

    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(WEIGHTS, byWeights);
    gradient.setGradientFor(BIAS, byBias);
    return new Pair<>(gradient, backpropDropOutIfPresent(byInput));
  }

  @Override
  public double computeScore(
      double fullNetRegTerm, boolean training, LayerWorkspaceMgr workspaces) {
    if (loss == null) {
      return super.computeScore(fullNetRegTerm, training, workspaces);
    }
    score = loss / getInputMiniBatchSize() + fullNetRegTerm;
    return score;
  }

  @Override
  public void close() {
    programs.close();
  }

  private INDArray forward(boolean training, ArrayType type, LayerWorkspaceMgr workspaces) {
    applyDropOutIfNecessary(training, workspaces);
    if (!ArrayMemory.isRowByRow(input)) {
      input = workspaces.dup(ArrayType.INPUT, input, 'c');
    }
    INDArray output =
        workspaces.createUninitialized(
            type, DataType.FLOAT, new long[] {input.size(0), layerConf().getNOut()}, 'c');
    programs
        .get(new DenseProgram.Key(input.size(0), training))
        .forward(input, getParam(WEIGHTS), getParam(BIAS), output);
    return output;
  }

  /** −Σ y·ln p with p clipped as the stock loss clips it. */
  private double crossEntropy(DenseProgram program, int values) {
    double least = ((LossMCXENT) layerConf().getLossFn()).getSoftmaxClipEps();
    float[] probabilities = new float[values];
    float[] targets = new float[values];
    program.readOutput(probabilities);
    program.readOutputGradient(targets);
    double sum = 0;
    for (int i = 0; i < values; i++) {
      if (targets[i] != 0) {
        double clipped = Math.min(Math.max(probabilities[i], least), 1 - least);
        sum -= targets[i] * Math.log(clipped);
      }
    }
    return sum;
  }

  private static boolean fits(INDArray matrix, long width) {
    return matrix.rank() == 2 && matrix.size(1) == width && matrix.dataType() == DataType.FLOAT;
  }
}
