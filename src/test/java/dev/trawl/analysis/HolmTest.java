package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {
  /** As R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") gives them. */
  @Test
  void corrected_ofFour_isThatOfR() {
    assertThat(Holm.corrected(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Holm.corrected(new double[] {0.4, 0.7, 1}))
        .containsExactly(new double[] {1, 1, 1}, within(0.0));
    assertThat(Holm.corrected(new double[0])).isEmpty();
  }

  /** Between the plain values and Bonferroni's, in the same order. */
  @Test
  void corrected_ofAny_keepsTheOrderAndItsBounds() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      double[] p = random.doubles(1 + random.nextInt(20)).toArray();
      double[] corrected = Holm.corrected(p);
      for (int i = 0; i < p.length; i++) {
        assertThat(corrected[i]).isBetween(p[i], Math.min(1, p.length * p[i]));
        for (int j = 0; j < p.length; j++) {
          assertThat(p[i] < p[j] && corrected[i] > corrected[j]).isFalse();
        }
      }
    }
  }
}
