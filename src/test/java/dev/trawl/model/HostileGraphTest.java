package dev.trawl.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Files of a graph, as they are written today. */
class HostileGraphTest extends HostileModelContract {
  @Override
  byte[] write() {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Adam(1e-3))
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "0",
                new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build(),
                "in")
            .addLayer(
                "1", new DenseLayer.Builder().nOut(9).activation(Activation.RELU).build(), "0")
            .addLayer(
                "2",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "1")
            .setOutputs("2")
            .setInputTypes(InputType.convolutional(8, 8, 1))
            .build();
    try (Network network = Network.of(graph)) {
      return network.write();
    }
  }

  private static UnaryOperator<String> edit(String pattern, String replacement) {
    return json -> {
      String edited = json.replaceFirst(pattern, replacement);
      if (edited.equals(json)) {
        throw new AssertionError("need %s in the configuration, found %s".formatted(pattern, json));
      }
      return edited;
    };
  }

  static List<Arguments> graphs() {
    return List.of(
        Arguments.of("no vertices", edit("\"vertices\" : \\{", "\"others\" : {"), "found "),
        Arguments.of(
            "another vertex",
            edit("conf.graph.LayerVertex", "conf.graph.rnn.LastTimeStepVertex"),
            "found the class org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex"),
        Arguments.of(
            "two inputs",
            edit("\"networkInputs\" : \\[ \"in\" ]", "\"networkInputs\" : [ \"in\", \"on\" ]"),
            "the inputs [in, on] and the outputs [2]"),
        Arguments.of(
            "no output",
            edit("\"networkOutputs\" : \\[ \"2\" ]", "\"networkOutputs\" : [ ]"),
            "the outputs []"),
        Arguments.of(
            "an output that isn't there",
            edit("\"networkOutputs\" : \\[ \"2\" ]", "\"networkOutputs\" : [ \"3\" ]"),
            "the outputs [3]"),
        Arguments.of(
            "an input that isn't there",
            edit("\"1\" : \\[ \"0\" ]", "\"1\" : [ \"7\" ]"),
            "the inputs [7] of 1"),
        Arguments.of("none", edit("\"1\" : \\[ \"0\" ]", "\"1\" : [ ]"), "the inputs [] of 1"),
        Arguments.of(
            "no list of them", edit("\"1\" : \\[ \"0\" ]", "\"1\" : null"), "the inputs null of 1"),
        Arguments.of(
            "a circle",
            edit("\"0\" : \\[ \"in\" ]", "\"0\" : [ \"1\" ]"),
            "the order [in, 0, 1, 2]"),
        Arguments.of(
            "another order",
            edit("\"topologicalOrder\" : \\[ 0, 1", "\"topologicalOrder\" : [ 1, 0"),
            "the order"),
        Arguments.of(
            "an order of others",
            edit("\"topologicalOrder\" : \\[ 0, 1", "\"topologicalOrder\" : [ 0, 900000000"),
            "the order"),
        Arguments.of(
            "one twice",
            edit(
                "\"topologicalOrderStr\" : \\[ \"in\", \"0\"",
                "\"topologicalOrderStr\" : [ \"0\", \"0\""),
            "the order [0, 0, 1, 2]"),
        Arguments.of(
            "no layer", edit("\"layerConf\" : \\{", "\"layerConfig\" : {"), "a part of one"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("graphs")
  void read_graphThatIsNone_isRefusedInWords(
      String name, UnaryOperator<String> change, String found) {
    assertRefused(withConfiguration(change), found);
  }

  /** Without an order it is worked out, where there is one. */
  @Test
  void read_circleWithoutAnOrder_isRefused() {
    assertRefused(
        withConfiguration(
            edit("\"0\" : \\[ \"in\" ]", "\"0\" : [ \"1\" ]")
                    .andThen(
                        edit("\"topologicalOrder\" : \\[[^]]*]", "\"topologicalOrder\" : null"))
                ::apply),
        "found ");
  }
}
