package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.train.NativeBackend;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** The oracle is the formula, in double precision. */
class OneDnnAdamTest {
  private static final int LENGTH = 1003;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  private static AdamUpdater stock(Adam config, INDArray state) {
    AdamUpdater stock = new AdamUpdater(config);
    stock.setStateViewArray(state, new long[] {LENGTH}, 'c', true);
    return stock;
  }

  @Test
  void applyUpdater_manySteps_followsTheFormula() {
    Adam config = new Adam(3e-3, 0.85, 0.99, 1e-6);
    INDArray state = Nd4j.create(1, 2 * LENGTH);
    double[] m = new double[LENGTH];
    double[] v = new double[LENGTH];
    try (OneDnnAdam adam = OneDnnAdam.of(stock(config, state)).orElseThrow()) {
      for (int step = 1; step <= 30; step++) {
        INDArray gradient = TestNetworks.random(step, LENGTH);
        double[] g = gradient.toDoubleVector();
        adam.applyUpdater(gradient, step - 1, 0);
        double size = 3e-3 * Math.sqrt(1 - Math.pow(0.99, step)) / (1 - Math.pow(0.85, step));
        for (int i = 0; i < LENGTH; i++) {
          m[i] = 0.85 * m[i] + 0.15 * g[i];
          v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
          double update = size * m[i] / (Math.sqrt(v[i]) + 1e-6);
          assertThat(gradient.getDouble(i))
              .isCloseTo(update, within(1e-5 * 3e-3 + 1e-5 * Math.abs(update)));
        }
      }
      for (int i = 0; i < LENGTH; i++) {
        assertThat(state.getDouble(i)).isCloseTo(m[i], within(1e-6));
        assertThat(state.getDouble(LENGTH + i)).isCloseTo(v[i], within(1e-6));
      }
    }
  }

  @Test
  void of_anUpdaterWithoutState_isEmpty() {
    assertThat(OneDnnAdam.of(new AdamUpdater(new Adam(1e-3)))).isEmpty();
  }
}
