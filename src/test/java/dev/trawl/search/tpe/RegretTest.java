package dev.trawl.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Landscape;
import dev.trawl.search.SimulatedSweep;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Selection;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RegretTest {
  private static final int SEEDS = 21;
  private static final int RUNS = 100;

  @Test
  void branin_medianRegretOf21Searches_isAFifthOfRandomsAtMost() {
    assertThat(medianRegret("tpe")).isLessThanOrEqualTo(0.2 * medianRegret("random"));
  }

  private static double medianRegret(String method) {
    Landscape branin = Landscape.BRANIN;
    double[] regrets =
        IntStream.rangeClosed(1, SEEDS)
            .mapToDouble(
                seed ->
                    SimulatedSweep.run(
                            SpecBuilder.searchedBy(new Selection(method, Map.of()))
                                .parameters(branin.space())
                                .seed(seed)
                                .build(),
                            branin::regret,
                            RUNS,
                            1)
                        .stream()
                        .mapToDouble(trial -> branin.regret(trial.parameters()))
                        .min()
                        .orElseThrow())
            .sorted()
            .toArray();
    return regrets[SEEDS / 2];
  }
}
