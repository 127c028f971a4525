package dev.trawl.examples;

import dev.trawl.model.Architecture;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.Hyperparameter;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
  public ComputationGraphConfiguration configure(
      Hyperparameters values,
      ImageShape input,
      int classes,
      NeuralNetConfiguration.Builder training) {
    ComputationGraphConfiguration.GraphBuilder graph = training.graphBuilder().addInputs("in");
    String images = "in";
    if (values.flag("batch_norm")) {
      images = "norm";
      graph.addLayer(images, new BatchNormalization(), "in"); // [b,1,28,28] -> the same
    }
    return graph
        .addLayer(
            "dense", // [b,1,28,28] -> [b,32]
            new DenseLayer.Builder()
                .nOut(values.integer("units"))
                .activation(Activation.fromString(values.choice("activation")))
                .build(),
            images)
        .addLayer(
            "output", // [b,32] -> [b,10]
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build(),
            "dense")
        .setOutputs("output")
        .setInputTypes(InputType.convolutional(input.height(), input.width(), input.channels()))
        .build();
  }
}
