package dev.trawl.train.onednn;

import dev.trawl.model.Network;
import dev.trawl.train.update.FlatUpdater;
import dev.trawl.train.update.UpdateSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.deeplearning4j.util.NetworkUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's layers replaced by oneDNN's where that is the same maths, until this is closed.
 *
 * <p>The network stays Deeplearning4j's own: its configuration, parameters, gradients and updater
 * are untouched, and saving it writes a plain model. While accelerated, the layers' activations can
 * be asked for, but a convolution's with pooling behind it is only a placeholder: its values never
 * leave native memory; and from convolution to convolution they may be [batch, channels ÷ 16,
 * height, width, 16]. For one thread, like the network itself.
 *
 * <p>The environment variable {@code TRAWL_LAYERS=stock}, or the system property {@code
 * trawl.layers}, turns it off; it is off as well where oneDNN's library can't be loaded.
 */
public final class Acceleration implements AutoCloseable {
  private static final String PROPERTY = "trawl.layers";
  private static final String VARIABLE = "TRAWL_LAYERS";
  private static final String ONEDNN = "onednn";
  private static final String STOCK = "stock";

  private final Network accelerated;
  private final MultiLayerNetwork network;
  private final Layer[] stock;
  private final LayerPlan plan;
  private final TrainingStep step;
  private final List<Replaced> updaters = new ArrayList<>();
  private @Nullable FlatUpdater updater;

  private record Replaced(
      List<UpdaterBlock> blocks, int place, UpdaterBlock stock, OneDnnAdamBlock fast) {}

  private Acceleration(Network accelerated, Layer[] stock, LayerPlan plan) {
    this.accelerated = accelerated;
    this.network = accelerated.deeplearning4j();
    this.stock = stock;
    this.plan = plan;
    this.step = new TrainingStep(network); // After the layers are replaced.
  }

  /**
   * Accelerates a network. One that is accelerated already stays as it is, and closing the second
   * acceleration changes nothing.
   */
  public static Acceleration of(Network network) {
    Layer[] layers = network.deeplearning4j().getLayers();
    LayerPlan plan = plan(network.deeplearning4j().getLayerWiseConfigurations());
    Layer[] stock = layers.clone();
    if (Arrays.stream(layers).noneMatch(NativeLayer.class::isInstance)) {
      replace(layers, plan);
    }
    return new Acceleration(network, stock, plan);
  }

  /** How each layer of a network would be run, in order, such as {@code 4: onednn dense + relu}. */
  public static List<String> describe(Network network) {
    return describe(network.deeplearning4j().getLayerWiseConfigurations());
  }

  static List<String> describe(MultiLayerConfiguration configuration) {
    return plan(configuration).lines();
  }

  /**
   * The same in one short line, without sizes: {@code onednn: conv with pool, dense; stock: lstm}.
   */
  public static String summarize(Network network) {
    return plan(network.deeplearning4j().getLayerWiseConfigurations()).summary();
  }

  /** What runs layers here: {@code onednn 3.8.1}, or {@code stock} and why. */
  public static String backend() {
    if (!wanted()) {
      return STOCK + " (" + VARIABLE + ")";
    }
    String problem = OneDnn.problem();
    return problem == null ? ONEDNN + " " + OneDnn.version() : STOCK + " (" + problem + ")";
  }

  /** How each layer is run, in order, one line a layer. */
  public List<String> layers() {
    return plan.lines();
  }

  public Network network() {
    return accelerated;
  }

  /** Has each step from now on told to this one alone. */
  public void listen(StepListener listener) {
    network.setListeners(new StepEvents(listener));
  }

  /**
   * One training step, with the same parameters in the end as Deeplearning4j's own, but less around
   * it where all layers are replaced; the network's score is not set then.
   *
   * @param images [batch, channels, height, width], from 0 to 1
   * @param labels [batch, classes], one-hot
   */
  public void fit(INDArray images, INDArray labels) {
    step.fit(images, labels);
  }

  /**
   * Has each step's update made on the flat vectors from now on, by the network's updater and what
   * that can't say; to be called before training.
   */
  public void update(UpdateSettings settings) {
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
    FlatUpdater flat =
        FlatUpdater.of(
            (MultiLayerUpdater) network.getUpdater(),
            network.params(),
            network.getGradientsViewArray(),
            settings);
    updater = flat;
    step.update(flat);
  }

  /**
   * Sets the step size of all layers, and what takes the steps: to be called before training, and
   * at any time after {@link #update}.
   */
  public void setLearningRate(double learningRate) {
    if (updater != null) {
      updater.setLearningRate(learningRate);
      return;
    }
    NetworkUtils.setLearningRate(network, learningRate); // Makes a new stock updater.
    restoreUpdaters();
    if (usable() && network.getUpdater() instanceof MultiLayerUpdater updater) {
      List<UpdaterBlock> blocks = updater.getUpdaterBlocks();
      for (int i = 0; i < blocks.size(); i++) {
        int place = i;
        UpdaterBlock block = blocks.get(i);
        OneDnnAdamBlock.of(block)
            .ifPresent(
                fast -> {
                  updaters.add(new Replaced(blocks, place, block, fast));
                  blocks.set(place, fast);
                });
      }
    }
  }

  /** Gives the network its own layers back and frees native memory. */
  @Override
  public void close() {
    step.close();
    Layer[] layers = network.getLayers();
    for (int i = 0; i < layers.length; i++) {
      Layer replacement = layers[i];
      if (replacement != stock[i] && replacement instanceof NativeLayer nativeLayer) {
        Parameters.shareGradients(replacement, stock[i]);
        layers[i] = stock[i];
        nativeLayer.close();
      }
    }
    restoreUpdaters();
  }

  /** Whether {@link #fit} makes its steps without the network's own loop. */
  boolean isDirect() {
    return step.isDirect();
  }

  private void restoreUpdaters() {
    for (Replaced replaced : updaters) {
      replaced.blocks().set(replaced.place(), replaced.stock());
      replaced.fast().close();
    }
    updaters.clear();
  }

  private static boolean usable() {
    return wanted() && OneDnn.problem() == null;
  }

  private static LayerPlan plan(MultiLayerConfiguration configuration) {
    return usable() ? LayerPlan.of(configuration) : LayerPlan.stock(configuration);
  }

  private static boolean wanted() {
    String property = System.getProperty(PROPERTY);
    String mode = property == null ? System.getenv(VARIABLE) : property;
    if (mode == null || mode.isBlank() || mode.equals(ONEDNN)) {
      return true;
    }
    if (mode.equals(STOCK)) {
      return false;
    }
    throw new IllegalArgumentException(
        "%s: need %s or %s, found %s".formatted(VARIABLE, ONEDNN, STOCK, mode));
  }

  private static void replace(Layer[] layers, LayerPlan plan) {
    for (int i = 0; i < layers.length; i++) {
      switch (plan.kind(i)) {
        case CONVOLUTION -> layers[i] = convolution(layers[i], null, plan.output(i));
        case CONVOLUTION_AND_POOLING -> {
          SubsamplingLayer pooling = (SubsamplingLayer) layers[i + 1];
          OneDnnConvolution convolution =
              convolution(layers[i], pooling.layerConf(), plan.output(i));
          layers[i] = convolution;
          layers[i + 1] = new OneDnnPooling(pooling, convolution);
        }
        case DENSE -> layers[i] = new OneDnnDense((DenseLayer) layers[i]);
        case OUTPUT -> layers[i] = new OneDnnOutput((OutputLayer) layers[i]);
        case POOLING, STOCK -> {}
      }
    }
  }

  private static OneDnnConvolution convolution(
      Layer stock,
      org.deeplearning4j.nn.conf.layers.@Nullable SubsamplingLayer pooling,
      Layout output) {
    return new OneDnnConvolution((ConvolutionLayer) stock, pooling, output);
  }
}
