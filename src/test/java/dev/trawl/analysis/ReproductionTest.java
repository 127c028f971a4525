package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReproductionTest {
  @Test
  void command_ofARun_namesItAsRecorded() {
    assertThat(Reproduction.command(Samples.run(4, Map.of(), Map.of())))
        .startsWith("./trawl run --again ");
  }
}
