package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.SweepSource;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReproductionTest {

  private static Sweep with(String file, String... overrides) {
    Sweep sweep = Samples.sweep(SweepStatus.FINISHED, List.of());
    return new Sweep(
        sweep.id(),
        sweep.name(),
        null,
        sweep.status(),
        null,
        new SweepSource(file, "", List.of(overrides)),
        sweep.method(),
        sweep.model(),
        sweep.seed(),
        sweep.metric(),
        sweep.thresholds(),
        null,
        10,
        sweep.dataset(),
        Map.of(),
        List.of(),
        null,
        Map.of(),
        sweep.createdAt(),
        null,
        null,
        1);
  }

  @Test
  void command_plainFile_repeatsThatNumberOnly() {
    assertThat(
            Reproduction.command(
                with("sweeps/x.yaml", "seed=3"), Samples.run(4, Map.of(), Map.of())))
        .isEqualTo("./trawl run sweeps/x.yaml --set seed=3 --new --only 4");
  }

  @Test
  void command_wordsThatAShellWouldSplitOrExpand_areQuoted() {
    assertThat(
            Reproduction.command(
                with("my sweep.yaml", "parameters.dropout={min: 0, max: 0.5}", "name=it's"),
                Samples.run(1, Map.of(), Map.of())))
        .isEqualTo(
            "./trawl run 'my sweep.yaml' --set 'parameters.dropout={min: 0, max: 0.5}'"
                + " --set 'name=it'\\''s' --new --only 1");
  }
}
