package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SizeCheckTest {
  private static final Distribution ONE_OR_THREE_BLOCKS =
      new Categorical(List.of(List.of(4L), List.of(4L, 4L, 4L)));

  private final Architectures architectures = new Architectures();

  @Test
  void space_thatFits_hasNothingAgainstIt() {
    SizeCheck check = check(28, Map.of("filters", ONE_OR_THREE_BLOCKS, "l2", new Uniform(0, 1)));

    assertThat(check.points()).isEqualTo(2);
    assertThat(check.unfit()).isEmpty();
    assertThat(check.describe()).isEmpty();
  }

  @Test
  void space_ofWhichAPartFits_namesTheRest() {
    SizeCheck check =
        check(12, Map.of("filters", ONE_OR_THREE_BLOCKS, "kernel_size", new IntUniform(1, 5)));

    assertThat(check.none()).isFalse();
    assertThat(check.describe())
        .startsWith(
            "4 of 10 combinations can't be trained, and will fail at once: "
                + "filters=[4, 4, 4] kernel_size=2; filters=[4, 4, 4] kernel_size=3;")
        .contains("need images large enough for 3 blocks of a 2×2 convolution");
  }

  /** The same points as building the network refuses: the check knows no more and no less. */
  @Test
  void points_unfit_areThoseThatHaveNoNetwork() {
    for (int side = 1; side <= 16; side++) {
      ImageShape images = new ImageShape(1, side, side + 1);
      SizeCheck check =
          architectures.checkSizes(
              List.of("cnn"),
              Map.of("filters", ONE_OR_THREE_BLOCKS, "kernel_size", new QUniform(2, 8, 2, true)),
              images);
      assertThat(check.points()).isEqualTo(2 * 4);
      for (long kernel = 2; kernel <= 8; kernel += 2) {
        for (Object filters : ((Categorical) ONE_OR_THREE_BLOCKS).values()) {
          Map<String, Object> point = Map.of("filters", filters, "kernel_size", kernel);
          if (check.unfit().containsKey(point)) {
            assertThatThrownBy(() -> architectures.configure("cnn", point, images, 2, 1))
                .hasMessage(check.unfit().get(point));
          } else {
            assertThat(architectures.configure("cnn", point, images, 2, 1)).isNotNull();
          }
        }
      }
    }
  }

  @Test
  void space_ofWhichNothingFits_saysSoOnce() {
    SizeCheck check = check(3, Map.of("filters", new Constant(List.of(4L, 8L))));

    assertThat(check.none()).isTrue();
    assertThat(check.describe())
        .isEqualTo(
            "no point of the space can be trained: filters: need images large enough for 2 blocks"
                + " of a 3×3 convolution and a 2×2 pooling, found only 3 pixels left before"
                + " block 1");
  }

  /** The defaults may be what doesn't fit. */
  @Test
  void space_withoutTheParameters_goesByTheirDefaults() {
    assertThat(check(5, Map.of()).none()).isTrue();
    assertThat(check(28, Map.of()).none()).isFalse();
  }

  private SizeCheck check(int side, Map<String, Distribution> space) {
    return architectures.checkSizes(List.of("cnn"), space, new ImageShape(1, side, side));
  }
}
