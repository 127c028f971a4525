package dev.trawl.bench;

import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.Acceleration;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Layers of the base network with a batch of 64, Trawl's and Deeplearning4j's with its helpers:
 * time a batch. Each stands in a network of its own before an output layer of ten classes, so that
 * what {@code output} takes is part of the others.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayerBenchmark {
  private static final int BATCH = 64;
  private static final int CLASSES = 10;

  @Param({"convolutions", "dense", "output"})
  public String layer = "output";

  @Param({"own", "stock"})
  public String layers = "own";

  private MultiLayerNetwork network;
  private Acceleration acceleration;
  private INDArray input;

  @Setup
  public void build() {
    NativeBackend.inspect();
    System.setProperty("trawl.layers", layers.equals("own") ? "onednn" : "stock");
    network =
        switch (layer) {
          case "convolutions" -> convolutions();
          case "dense" -> dense();
          default -> network(InputType.feedForward(64));
        };
    acceleration = Acceleration.of(Network.of(network));
    network.setInput(input);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    network.setLabels(labels);
  }

  @Benchmark
  public INDArray forward() {
    return network.output(input, false);
  }

  @Benchmark
  public double forwardAndBackward() {
    network.setInput(input);
    network.computeGradientAndScore();
    return network.score();
  }

  @TearDown
  public void close() {
    acceleration.close();
    network.close();
  }

  /** Both, with their pooling: [64, 1, 28, 28] -> [64, 32, 13, 13] -> [64, 64, 5, 5]. */
  private MultiLayerNetwork convolutions() {
    input = Nd4j.rand(DataType.FLOAT, BATCH, 1, 28, 28);
    return network(
        InputType.convolutional(28, 28, 1), convolution(32), pooling(), convolution(64), pooling());
  }

  private static Layer convolution(int filters) {
    return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
  }

  private static Layer pooling() {
    return new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
  }

  /** [64, 1600] -> [64, 64]. */
  private MultiLayerNetwork dense() {
    input = Nd4j.rand(DataType.FLOAT, BATCH, 1600);
    return network(
        InputType.feedForward(1600),
        new DenseLayer.Builder().nOut(64).activation(Activation.RELU).build());
  }

  private MultiLayerNetwork network(InputType type, Layer... before) {
    if (before.length == 0) {
      input = Nd4j.rand(DataType.FLOAT, BATCH, 64);
    }
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).dataType(DataType.FLOAT).list();
    for (Layer each : before) {
      list.layer(each);
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork built = new MultiLayerNetwork(list.setInputType(type).build());
    built.init();
    return built;
  }
}
