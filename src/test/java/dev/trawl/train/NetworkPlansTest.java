package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.model.Architectures;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NetworkPlansTest {
  private static final String SWITCH = "trawl.layers";

  private final Architectures architectures = new Architectures();
  private final NetworkPlans plans = new NetworkPlans(architectures);

  @AfterEach
  void compileAgain() {
    System.clearProperty(SWITCH);
  }

  @Test
  void summaries_ofAllArchitectures_haveWhatEachIsMadeOf() {
    assumeTrue(NativeBackend.inspect().layers().startsWith("onednn"), "needs oneDNN");
    assertThat(plans.summaries())
        .extracting(NetworkPlans.Summary::model)
        .containsExactlyElementsOf(architectures.models());
    assertThat(plans.summaries()).allMatch(NetworkPlans.Summary::isCompiled);
    assertThat(plans.summaries())
        .contains(
            new NetworkPlans.Summary(
                "cnn",
                true,
                "onednn: conv 3×3 + relu, max-pool 2×2, flatten, dense + relu, output + softmax"));
  }

  @Test
  void summaries_whereNetworksAreNotCompiled_sayWhyAndWhatIsRefused() {
    System.setProperty(SWITCH, "stock");
    assertThat(plans.summaries())
        .contains(
            new NetworkPlans.Summary("resnet", false, "stock: TRAWL_LAYERS=stock"),
            new NetworkPlans.Summary(
                "attention",
                false,
                "attention needs a network compiled for oneDNN, found TRAWL_LAYERS=stock"));
  }

  /** What is fused with another is behind it, though that was decided first. */
  @Test
  void plan_ofAnArchitecture_isALineForEachVertexInOrder() {
    assumeTrue(NativeBackend.inspect().layers().startsWith("onednn"), "needs oneDNN");
    assertThat(plans.plan("resnet"))
        .startsWith(
            "onednn: 23 steps",
            "conv1: conv 3×3",
            "norm1: batch norm + relu",
            "activation1: with norm1",
            "conv2: conv 3×3",
            "norm2: batch norm + relu",
            "activation2: with norm2")
        .containsSubsequence("sum1: add + relu", "activation3: with sum1")
        .endsWith("average1: global average-pool", "output: output + softmax")
        .hasSize(31);
  }

  @Test
  void plan_ofNoArchitecture_isRefused() {
    assertThatThrownBy(() -> plans.plan("vgg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("found the model vgg");
  }
}
