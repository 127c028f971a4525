package dev.trawl.examples;

import dev.trawl.model.Architecture;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * One dense layer, then softmax. With the defaults on 28×28 grey images and ten classes 25,450
 * weights: [b,1,28,28] → [b,32] → [b,10].
 */
public final class DenseNetwork implements Architecture {
  @Override
  public List<Hyperparameter> hyperparameters() {
    return List.of(
        Hyperparameter.integer("units", 1, 8192, 32, "units of the dense layer"),
        Hyperparameter.choice("activation", List.of("relu", "tanh"), "relu", "of these units"),
        Hyperparameter.flag("batch_norm", false, "whether the images are normalised first"));
  }

  @Override
  public MultiLayerConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    NeuralNetConfiguration.ListBuilder layers = training.list();
    if (values.flag("batch_norm")) {
      layers.layer(new BatchNormalization()); // [b,1,28,28] -> the same
    }
    return layers
        .layer(
            new DenseLayer.Builder() // [b,1,28,28] -> [b,32]
                .nOut(values.integer("units"))
                .activation(Activation.fromString(values.choice("activation")))
                .build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT) // [b,32] -> [b,10]
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(input.height(), input.width(), input.channels()))
        .build();
  }
}
