package dev.trawl.train.onednn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What Deeplearning4j's own convolution runs on. */
public final class StockConvolution {
  private StockConvolution() {}

  /** Whether it has a helper on oneDNN, asked of a real one. */
  public static boolean runsOnOneDnn() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(1).build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(5, 5, 1))
                .build());
    network.init();
    boolean helper = network.getLayer(0).getHelper() != null;
    network.params().close(); // It has nothing else; its own close() collects the heap twice.
    return helper;
  }
}
