package dev.trawl.train.onednn;

import dev.trawl.train.update.FlatUpdater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A training step of a network whose layers are all this package's: forward, backward and update as
 * {@link MultiLayerNetwork#fit(INDArray, INDArray)} makes them, on the same arrays each time, where
 * {@code fit} opens six workspaces and makes all arrays again. The same parameters come out, bit
 * for bit; the network's score isn't set.
 */
final class TrainingStep implements AutoCloseable {
  private final MultiLayerNetwork network;
  private final MultiLayerConfiguration configuration;
  private final boolean direct;
  private @Nullable FlatUpdater updater;

  /** By batch size. */
  private final ProgramCache<Long, ReusedArrays> arrays =
      new ProgramCache<>(batch -> new ReusedArrays());

  /** For a network whose layers were replaced already. */
  TrainingStep(MultiLayerNetwork network) {
    this.network = network;
    this.configuration = network.getLayerWiseConfigurations();
    this.direct =
        Arrays.stream(network.getLayers()).allMatch(NativeLayer.class::isInstance)
            && network.getOutputLayer() instanceof OneDnnOutput
            && configuration.getBackpropType() == BackpropType.Standard
            && isPlainDescent();
  }

  private boolean isPlainDescent() {
    var solver = network.getLayerWiseConfigurations().getConf(0);
    return solver.getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
        && solver.getStepFunction() == null
        && solver.isMinimize();
  }

  /** Whether steps are made here; otherwise they are {@code fit}'s. */
  boolean isDirect() {
    return direct;
  }

  /** Has the updates made by this instead of the network's own updater. */
  void update(FlatUpdater flat) {
    updater = flat;
  }

  void fit(INDArray images, INDArray labels) {
    if (direct && network.getGradientsViewArray() != null) { // The first step makes them.
      fitDirectly(images, labels);
    } else if (updater == null) {
      network.fit(images, labels);
    } else {
      network.setInput(images);
      network.setLabels(labels);
      network.computeGradientAndScore();
      updater.apply(network.getIterationCount(), network.batchSize());
      network.clear();
      finish();
    }
  }

  private void fitDirectly(INDArray images, INDArray labels) {
    ReusedArrays memory = arrays.get(images.size(0));
    memory.rewind();
    network.setInput(images);
    network.setLabels(labels);
    Collection<TrainingListener> listeners = network.getListeners();
    List<INDArray> activations = forward(images, memory);
    listeners.forEach(listener -> listener.onForwardPass(network, activations));
    Gradient gradient = backward(labels, memory);
    listeners.forEach(listener -> listener.onBackwardPass(network));
    listeners.forEach(listener -> listener.onGradientCalculation(network));
    if (updater == null) {
      update(gradient, memory);
    } else {
      updater.apply(network.getIterationCount(), network.batchSize());
    }
    listeners.forEach(
        listener ->
            listener.iterationDone(network, network.getIterationCount(), network.getEpochCount()));
    finish();
  }

  private void finish() {
    configuration.setIterationCount(network.getIterationCount() + 1);
    network.applyConstraints(network.getIterationCount(), network.getEpochCount());
  }

  /** The images and each layer's output but the last one's. */
  private List<INDArray> forward(INDArray images, ReusedArrays memory) {
    Layer[] layers = network.getLayers();
    List<INDArray> activations = new ArrayList<>(List.of(images));
    INDArray values = images;
    for (int i = 0; i < layers.length; i++) {
      layers[i].setIterationCount(network.getIterationCount());
      layers[i].setEpochCount(network.getEpochCount());
      InputPreProcessor reshape = configuration.getInputPreProcess(i);
      if (reshape != null) {
        values = reshape.preProcess(values, network.batchSize(), memory);
      }
      layers[i].setInput(values, memory);
      if (i < layers.length - 1) {
        values = layers[i].activate(true, memory);
        activations.add(values);
      }
    }
    return activations;
  }

  private Gradient backward(INDArray labels, ReusedArrays memory) {
    Layer[] layers = network.getLayers();
    ((IOutputLayer) network.getOutputLayer()).setLabels(labels);
    Gradient all = new DefaultGradient(network.getGradientsViewArray());
    @Nullable INDArray values = null;
    for (int i = layers.length - 1; i >= 0; i--) {
      Pair<Gradient, INDArray> result = layers[i].backpropGradient(values, memory);
      String layer = i + "_"; // Deeplearning4j's names.
      result
          .getFirst()
          .gradientForVariable()
          .forEach((name, gradient) -> all.setGradientFor(layer + name, gradient));
      values = result.getSecond();
      InputPreProcessor reshape = configuration.getInputPreProcess(i);
      if (reshape != null && values != null) {
        values = reshape.backprop(values, network.batchSize(), memory);
      }
    }
    return all;
  }

  private void update(Gradient gradient, ReusedArrays memory) {
    int iteration = network.getIterationCount();
    network
        .getUpdater()
        .update(network, gradient, iteration, network.getEpochCount(), network.batchSize(), memory);
    network.params().subi(gradient.gradient());
  }

  @Override
  public void close() {
    arrays.close();
  }
}
