package dev.trawl.train.onednn;

import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer with ReLU on oneDNN. With a mask it does what the stock layer does. */
@SuppressWarnings("serial") // Inherited; nobody serialises a layer.
final class OneDnnDense extends DenseLayer implements NativeLayer {
  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIAS = DefaultParamInitializer.BIAS_KEY;

  private final ProgramCache<DenseProgram.Key, DenseProgram> programs =
      DenseProgram.programs(layerConf(), DenseProgram.Activation.RELU);
  private @Nullable DenseProgram current;

  /** ReLU's gradient is taken from it: held, since a pointer alone doesn't keep it alive. */
  private @Nullable INDArray output;

  /** In the place of a stock layer, with its parameters. */
  OneDnnDense(DenseLayer stock) {
    super(stock.conf(), DataType.FLOAT);
    Parameters.share(stock, this);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    if (maskArray != null) {
      return super.activate(training, workspaces);
    }
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaces);
    if (input.rank() != 2 || input.size(1) != layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          "need [batch, %d], found %s %s"
              .formatted(layerConf().getNIn(), input.shapeInfoToString(), layerId()));
    }
    if (!ArrayMemory.isRowByRow(input)) {
      input = workspaces.dup(ArrayType.INPUT, input, 'c');
    }
    DenseProgram program = programs.get(new DenseProgram.Key(input.size(0), training));
    INDArray out =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS,
            DataType.FLOAT,
            new long[] {input.size(0), layerConf().getNOut()},
            'c');
    program.forward(input, getParam(WEIGHTS), getParam(BIAS), out);
    current = program;
    output = out;
    return out;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (maskArray != null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    assertInputSet(true);
    INDArray byWeights = Parameters.gradient(gradientViews, WEIGHTS);
    INDArray byBias = Parameters.gradient(gradientViews, BIAS);
    INDArray byInput =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
    INDArray byOutput = ArrayMemory.isRowByRow(epsilon) ? epsilon : epsilon.dup('c');
    Objects.requireNonNull(current, "the forward pass comes first")
        .backward(
            Objects.requireNonNull(output, "the forward pass comes first"),
            byOutput,
            byWeights,
            byBias,
            byInput);

    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(WEIGHTS, byWeights);
    gradient.setGradientFor(BIAS, byBias);
    weightNoiseParams.clear();
    return new Pair<>(gradient, backpropDropOutIfPresent(byInput));
  }

  @Override
  public void close() {
    current = null;
    output = null;
    programs.close();
  }
}
