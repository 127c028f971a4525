package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseTest {
  @Test
  void sum_ofTwo_addsPhaseByPhaseInTheOrderTheyAreShown() {
    Map<String, Double> sum =
        Phase.sum(
            Map.of("own", 4.0, Phase.RECORDING, 0.5), Map.of(Phase.RECORDING, 1.0, "data", 2.0));

    assertThat(sum)
        .containsExactly(entry("data", 2.0), entry(Phase.RECORDING, 1.5), entry("own", 4.0));
  }

  @Test
  void plus_recording_leavesTheRestAsItIs() {
    RunEnd end = new RunEnd(RunStatus.KILLED, "by a person", 2, Map.of(Phase.OTHER, 2.0), null);

    RunEnd more = end.plus(Map.of(Phase.RECORDING, 0.25));

    assertThat(more)
        .isEqualTo(
            new RunEnd(
                RunStatus.KILLED,
                "by a person",
                2,
                Map.of(Phase.RECORDING, 0.25, Phase.OTHER, 2.0),
                null));
  }
}
