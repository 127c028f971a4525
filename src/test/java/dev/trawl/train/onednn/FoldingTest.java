package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.GraphPlan.Step;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import dev.trawl.train.onednn.TestGraphs.Subject;
import dev.trawl.train.update.UpdateSettings;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the folded steps compute is compared with stock in {@link NetworkProgramTest}. */
class FoldingTest {
  private static final Activation IDENTITY = Activation.IDENTITY;

  /** Of the largest logit. */
  private static final double ROUNDING = 1e-6;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
    assumeTrue(Backend.problem().isEmpty(), "needs oneDNN");
  }

  static Stream<org.junit.jupiter.params.provider.Arguments> networks() {
    return Stream.of(
        arguments("attention", Map.of()),
        arguments("cnn", Map.of("batch_norm", true)),
        arguments("cnn", Map.of("activation", "tanh")),
        arguments("deep_cnn", Map.of("filters", List.of(8L, 8L, 24L))),
        arguments("mobilenet_v2", Map.of()),
        arguments("resnet", Map.of()),
        arguments("resnet", Map.of("pre_activation", true)),
        arguments("se_resnet", Map.of()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void logits_foldedOrNot_areTheSame(String architecture, Map<String, Object> values) {
    Random random = new Random(5);
    for (ImageShape shape : List.of(new ImageShape(1, 16, 16), new ImageShape(3, 17, 13))) {
      Network network =
          new Architectures().network(architecture, values, shape, TestNetworks.CLASSES, 1);
      train(network, shape);
      for (int batch : new int[] {1, 2 + random.nextInt(30), 16, 33 + random.nextInt(30)}) {
        INDArray images = images(random.nextLong(), batch, shape);
        GraphPlan plan = GraphPlan.of(network.deeplearning4j().getConfiguration(), shape);
        float[] expected = logits(network, plan, images);
        float[] found = logits(network, plan.folded(), images);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
          largest = Math.max(largest, Math.abs(expected[i]));
          difference = Math.max(difference, Math.abs(found[i] - expected[i]));
        }
        assertThat(difference).as("%s, %d images", shape, batch).isLessThan(ROUNDING * largest);
      }
    }
  }

  /** So that each channel has statistics of its own. */
  private static void train(Network network, ImageShape shape) {
    try (NetworkTrainer trainer =
        NetworkTrainer.of(network, shape, Precision.FLOAT32, UpdateSettings.STOCK)) {
      trainer.setLearningRate(5e-3);
      for (int step = 0; step < 8; step++) {
        trainer.fit(images(step, 7, shape), TestNetworks.labels(7));
      }
    }
  }

  private static INDArray images(long seed, int batch, ImageShape shape) {
    return TestNetworks.random(seed, batch, shape.channels(), shape.height(), shape.width());
  }

  private static float[] logits(Network network, GraphPlan plan, INDArray images) {
    Purpose purpose = plan.prediction(images.size(0));
    try (Arena arena = new Arena();
        NetworkProgram program =
            new NetworkProgram(plan, FlatParameters.of(network.deeplearning4j()), purpose, arena)) {
      program.forward(images);
      return program.logits();
    }
  }

  @Test
  void of_residualNetwork_leavesConvolutionsAlone() {
    List<Step> steps = fold(TestGraphs.resnet(12, false));

    assertThat(steps.stream().filter(step -> step.operation() instanceof FoldedConvolution))
        .hasSize(9);
    assertThat(steps.stream().map(step -> step.operation().description()))
        .doesNotContain("batch norm", "batch norm + relu", "add + relu");
    assertThat(steps).hasSize(11); // And a pooling and the output.
  }

  @Test
  void of_clippedActivation_foldsItToo() {
    List<Step> steps = fold(TestGraphs.mobilenet(16));

    assertThat(steps.stream().map(step -> step.operation()))
        .hasOnlyElementsOfTypes(
            FoldedConvolution.class, PoolingOperation.class, OutputOperation.class);
  }

  @Test
  void of_resultThatTwoRead_keepsIt() {
    TestGraphs graph = TestGraphs.of(1, 6, 6);
    String read = graph.conv(TestGraphs.INPUT, 8, 3, 1, IDENTITY);
    String twice = graph.conv(read, 8, 3, 1, IDENTITY);
    String sum = graph.add(graph.normalise(twice), twice);
    Subject subject = graph.output(graph.global(graph.add(sum, read), PoolingType.AVG, true));

    Map<String, Operation> operations =
        fold(subject).stream().collect(Collectors.toMap(Step::name, Step::operation));

    assertThat(operations).containsKeys(read, twice, sum);
  }

  private static List<Step> fold(Subject subject) {
    return Folding.of(GraphPlan.of(subject.configuration(), subject.images()).steps());
  }
}
