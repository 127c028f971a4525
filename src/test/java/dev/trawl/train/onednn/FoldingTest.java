package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.onednn.GraphPlan.Step;
import dev.trawl.train.onednn.TestGraphs.Subject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** What the folded steps compute is compared with stock in {@link NetworkProgramTest}. */
class FoldingTest {
  private static final Activation IDENTITY = Activation.IDENTITY;

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
