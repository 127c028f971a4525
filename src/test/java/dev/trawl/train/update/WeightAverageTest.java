package dev.trawl.train.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.train.NativeBackend;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The oracle is the weighted mean itself, in double precision, over all the steps' weights. */
class WeightAverageTest {
  private static final int LENGTH = 5000;
  private static final int STEPS = 30;
  private static final double DECAY = 0.9;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  private static void change(INDArray weights, int step) {
    Random random = new Random(step);
    for (int i = 0; i < LENGTH; i++) {
      weights.putScalar(i, random.nextGaussian());
    }
  }

  @Test
  void add_eachStep_isTheWeightedMeanOfAllWeightsSoFar() {
    INDArray weights = Nd4j.create(1, LENGTH);
    WeightAverage average = new WeightAverage(weights, DECAY);
    double[] sums = new double[LENGTH];
    double all = 0;
    for (int step = 0; step < STEPS; step++) {
      change(weights, step);
      average.add(step);
      double weight = Math.pow(DECAY, STEPS - 1 - step);
      all += weight;
      for (int i = 0; i < LENGTH; i++) {
        sums[i] += weight * weights.getDouble(i);
      }
    }
    INDArray last = weights.dup();

    average.exchange();
    for (int i = 0; i < LENGTH; i++) {
      assertThat(weights.getDouble(i)).isCloseTo(sums[i] / all, within(1e-6));
    }
    average.exchange();
    assertThat(weights).isEqualTo(last);
  }

  @Test
  void add_theFirstStep_isItsWeights() {
    INDArray weights = Nd4j.create(1, LENGTH);
    WeightAverage average = new WeightAverage(weights, 0.998);
    change(weights, 7);
    INDArray first = weights.dup();
    average.add(0);
    average.exchange();

    assertThat(weights).isEqualTo(first);
  }
}
