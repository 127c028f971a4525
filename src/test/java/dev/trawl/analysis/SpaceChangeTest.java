package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpaceChangeTest {
  @Test
  void what_aValueOfManyDigits_isRoundedForPeopleAndExactInTheFile() {
    SpaceChange fixed = SpaceChange.fixed("dropout", 0.13776879948761028, "it has no effect");

    assertThat(fixed.what()).isEqualTo("fixed to 0.1378");
    assertThat(fixed.text(0)).isEqualTo("0.13776879948761028");
    assertThat(SpaceChange.fixed("units", 64L, "").what()).isEqualTo("fixed to 64");
    assertThat(SpaceChange.range("rate", List.of(1e-4, 0.0032), "", List.of()).what())
        .isEqualTo("from 1e-4 to 0.0032");
  }
}
