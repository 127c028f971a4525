package dev.trawl.search.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Pruner;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Selection;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExpectedEpochsTest {
  private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

  private static Pruner pruner(String rule, Map<String, Object> settings) {
    return Searches.standard()
        .pruner(SpecBuilder.random().stoppedBy(new Selection(rule, settings)).build());
  }

  /** All train 1 epoch, a third 2 more, a ninth another 6: 9 + 6 + 6 for 9 runs. */
  @Test
  void epochs_ofHalving_areThoseOfTheShareThatPassesEachRung() {
    Pruner asha = pruner("asha", Map.of("min_iter", 1, "eta", 3.0));

    assertThat(asha.expectedEpochs(9)).isEqualTo(21.0 / 9, ROUNDING);
    assertThat(asha.expectedEpochs(1)).isEqualTo(1, ROUNDING);
    assertThat(
            pruner("hyperband", Map.of("min_iter", 2, "eta", 2.0, "strict", true))
                .expectedEpochs(6))
        .as("2, a half 2 more, a quarter the last 2")
        .isEqualTo(3.5, ROUNDING);
  }

  @Test
  void epochs_ofARuleThatCantTell_areAll() {
    assertThat(pruner("median", Map.of("min_iter", 1, "min_runs", 3)).expectedEpochs(9))
        .isEqualTo(9);
    assertThat(Pruner.NONE.expectedEpochs(4)).isEqualTo(4);
  }
}
