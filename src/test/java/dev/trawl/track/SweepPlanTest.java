package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SweepPlanTest {
  @Test
  void methodText_ofBayes_saysBothOfItsNames() {
    assertThat(new SweepPlan("tpe", "cnn", 1, null).methodText()).isEqualTo("bayes (tpe)");
    assertThat(new SweepPlan("random", "cnn", 1, null).methodText()).isEqualTo("random");
  }
}
