package dev.trawl.train.onednn;

import java.util.Objects;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution with or without ReLU on oneDNN. With a pooling layer behind it the two share a
 * program: this layer leaves its result in native memory and hands on a placeholder of one number,
 * {@link OneDnnPooling} pools it into an array; backwards likewise.
 *
 * <p>The first layer of a network makes no gradient by its input, since nobody reads it.
 */
@SuppressWarnings("serial") // Inherited; nobody serialises a layer.
final class OneDnnConvolution extends ConvolutionLayer implements NativeLayer {
  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;

  private final @Nullable SubsamplingLayer pooling;
  private final Layout outputLayout;
  private final ProgramCache<Key, ConvolutionProgram> programs = new ProgramCache<>(this::program);
  private @Nullable ConvolutionProgram current;

  /** What the program wrote last, kept alive for ReLU's gradient. */
  private @Nullable INDArray output;

  /** What a program is made for: all else is the layer's. */
  private record Key(long batch, long height, long width, Layout layout, boolean training) {}

  /**
   * In the place of a stock layer, with its parameters.
   *
   * @param pooling the configuration of the pooling layer behind it; null without
   */
  OneDnnConvolution(ConvolutionLayer stock, @Nullable SubsamplingLayer pooling, Layout output) {
    super(stock.conf(), DataType.FLOAT);
    this.pooling = pooling;
    this.outputLayout = output;
    Parameters.share(stock, this);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    if (!Layout.BLOCKED.describes(input)) {
      validateInputRank();
      validateInputDepth(layerConf().getNIn());
    }
    applyDropOutIfNecessary(training, workspaces);
    Layout layout = inputLayout();
    if (layout == null) {
      input = workspaces.dup(ArrayType.INPUT, input, 'c');
      layout = Layout.CHANNELS_FIRST;
    }
    ConvolutionProgram program =
        programs.get(new Key(input.size(0), input.size(2), input.size(3), layout, training));
    current = program;
    INDArray convolved =
        pooling == null
            ? outputLayout.create(workspaces, ArrayType.ACTIVATIONS, program.outputShape())
            : null;
    program.convolve(input, getParam(WEIGHTS), params.get(BIAS), convolved);
    output = convolved;
    return convolved == null ? placeholder(workspaces, ArrayType.ACTIVATIONS) : convolved;
  }

  /** The second half of {@link #activate}, called by the pooling layer. */
  INDArray pool(LayerWorkspaceMgr workspaces) {
    ConvolutionProgram program = current();
    INDArray pooled = outputLayout.create(workspaces, ArrayType.ACTIVATIONS, program.outputShape());
    program.pool(pooled);
    output = pooled;
    return pooled;
  }

  /** The first half of {@link #backpropGradient}, called by the pooling layer. */
  void unpool(INDArray outputGradient) {
    backward().unpool(outputLayout.conform(outputGradient));
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    if (pooling == null) {
      unpool(epsilon);
    }
    INDArray inputGradient = null;
    if (wantsInputGradient()) {
      long[] shape = {input.size(0), layerConf().getNIn(), input.size(2), input.size(3)};
      inputGradient =
          Objects.requireNonNull(inputLayout())
              .create(workspaces, ArrayType.ACTIVATION_GRAD, shape);
    }
    INDArray weightGradient = Parameters.gradient(gradientViews, WEIGHTS);
    backward().convolve(weightGradient, gradientViews.get(BIAS), inputGradient);

    Gradient gradient = new DefaultGradient();
    if (hasBias()) {
      gradient.setGradientFor(BIAS, gradientViews.get(BIAS));
    }
    gradient.setGradientFor(WEIGHTS, weightGradient, 'c');
    weightNoiseParams.clear();
    return new Pair<>(
        gradient, inputGradient == null ? null : backpropDropOutIfPresent(inputGradient));
  }

  /** An array that only says that there is a result elsewhere. */
  static INDArray placeholder(LayerWorkspaceMgr workspaces, ArrayType type) {
    return workspaces.createUninitialized(type, DataType.FLOAT, new long[] {1}, 'c');
  }

  @Override
  public void close() {
    current = null;
    output = null;
    programs.close();
  }

  /** Null when it is none of the three. */
  private @Nullable Layout inputLayout() {
    for (Layout layout : Layout.values()) {
      if (layout.describes(input)) {
        return layout;
      }
    }
    return null;
  }

  private ConvolutionProgram current() {
    return Objects.requireNonNull(current, "the forward pass comes first");
  }

  private ConvolutionBackward backward() {
    return current().backward(Objects.requireNonNull(output, "the forward pass comes first"));
  }

  private boolean wantsInputGradient() {
    return getIndex() > 0;
  }

  private ConvolutionProgram program(Key key) {
    var conf = layerConf();
    Window window =
        window(
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getConvolutionMode(),
            key);
    ConvolutionShape shape =
        new ConvolutionShape(
            new long[] {key.batch(), conf.getNIn(), key.height(), key.width()},
            conf.getNOut(),
            window,
            pooling == null ? null : poolWindow(pooling, window),
            pooling != null && pooling.getPoolingType() == PoolingType.AVG,
            hasBias(),
            conf.getActivationFn() instanceof ActivationReLU,
            wantsInputGradient());
    return new ConvolutionProgram(shape, key.layout(), outputLayout, key.training());
  }

  private static Window window(
      int[] kernel, int[] stride, int[] padding, ConvolutionMode mode, Key key) {
    return Window.of(kernel, stride, padding, mode, key.height(), key.width());
  }

  private static Window poolWindow(SubsamplingLayer pooling, Window convolution) {
    return Window.of(
        pooling.getKernelSize(),
        pooling.getStride(),
        pooling.getPadding(),
        pooling.getConvolutionMode(),
        convolution.output()[0],
        convolution.output()[1]);
  }
}
