package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the formula in 64 bits. */
class SoftmaxGradientTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @BeforeEach
  void needOneDnn() {
    assumeTrue(Backend.problem().isEmpty(), "needs oneDNN");
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "3, 1", "49, 196", "64, 33", "2048, 2", "2051, 3"})
  void run_isTheFormula(int row, int rows) {
    float[] p = numbers(row * rows);
    float[] g = numbers(row * rows);
    double[] expected = new double[p.length];
    for (int start = 0; start < p.length; start += row) {
      double sum = 0;
      for (int i = start; i < start + row; i++) {
        sum += (double) p[i] * g[i];
      }
      for (int i = start; i < start + row; i++) {
        expected[i] = p[i] * (g[i] - sum);
      }
    }

    float[] found = new float[g.length];
    try (NativeScope scope = new NativeScope()) {
      Tensor probabilities = tensor(scope, p, row, rows);
      Tensor gradient = tensor(scope, g, row, rows);
      new SoftmaxGradient(probabilities, gradient, row).run();
      numbersOf(gradient).get(found);
    }

    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).as("number %d", i).isCloseTo(expected[i], within(1e-4));
    }
  }

  private float[] numbers(int count) {
    float[] result = new float[count];
    for (int i = 0; i < count; i++) {
      result[i] = (float) random.nextDouble(-1, 1);
    }
    return result;
  }

  private static Tensor tensor(NativeScope scope, float[] values, int row, int rows) {
    memory.desc layout =
        new memory.desc(new long[] {rows, row}, memory.data_type.f32, memory.format_tag.ab);
    Tensor result = new Tensor(layout, scope.allocate(layout), null);
    numbersOf(result).put(values);
    return result;
  }

  private static FloatPointer numbersOf(Tensor tensor) {
    return new FloatPointer(tensor.memory().get_data_handle());
  }
}
