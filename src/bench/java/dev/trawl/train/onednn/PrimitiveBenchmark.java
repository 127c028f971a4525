package dev.trawl.train.onednn;

import dev.trawl.train.NativeBackend;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One training step of the base network as bare oneDNN primitives, batch 64: built once, run in a
 * loop on fixed arrays, without any of Deeplearning4j. Prints {@code train <images/s>}, the median
 * of the rounds.
 *
 * <p>They are the primitives that the layers run, forward and backward: convolutions with ReLU and
 * pooling, inner products, the reorders of weights between Deeplearning4j's layout and oneDNN's, of
 * which each step needs five, and of the images before and behind the dense layer. The loss, the
 * optimiser and the data are not in it.
 */
public final class PrimitiveBenchmark {
  private static final int BATCH = 64;
  private static final int ROUNDS = 15;
  private static final int STEPS = 150;
  private static final double NANOS = 1e9;

  private static final Layout BETWEEN =
      OneDnn.likesBlocks() ? Layout.BLOCKED : Layout.CHANNELS_LAST;

  private final Convolution first = new Convolution(1, 32, 28, Layout.CHANNELS_FIRST, BETWEEN);
  private final Convolution second = new Convolution(32, 64, 13, BETWEEN, Layout.CHANNELS_FIRST);
  private final Dense dense = new Dense(1600, 64, DenseProgram.Activation.RELU);
  private final Dense output = new Dense(64, 10, DenseProgram.Activation.SOFTMAX);

  private final INDArray images = array(BATCH, 1, 28, 28);
  private final INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, 10);

  public static void main(String[] arguments) {
    NativeBackend.inspect();
    PrimitiveBenchmark benchmark = new PrimitiveBenchmark();
    double[] speeds = new double[ROUNDS];
    benchmark.seconds();
    for (int round = 0; round < ROUNDS; round++) {
      speeds[round] = STEPS * BATCH / benchmark.seconds();
    }
    Arrays.sort(speeds);
    System.out.printf("train %.0f%n", speeds[ROUNDS / 2]);
  }

  private PrimitiveBenchmark() {
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % 10, 1);
    }
  }

  private double seconds() {
    long began = System.nanoTime();
    for (int i = 0; i < STEPS; i++) {
      step();
    }
    return (System.nanoTime() - began) / NANOS;
  }

  /** [64, 1, 28, 28] → [64, 32, 13, 13] → [64, 64, 5, 5] → [64, 64] → [64, 10], and back. */
  private void step() {
    first.forward(images);
    second.forward(first.out);
    dense.forward(second.out);
    output.forward(dense.out);
    output.backward(labels, dense.outGradient);
    dense.backward(dense.outGradient, second.outGradient);
    second.backward(first.outGradient);
    first.backward(null);
  }

  /** Small random numbers: zeros and denormal ones take other times. */
  private static INDArray array(long... shape) {
    return Nd4j.rand(DataType.FLOAT, shape).subi(0.5).muli(0.2);
  }

  /** 3×3, with ReLU and 2×2 max-pooling. */
  private static final class Convolution {
    private final ConvolutionProgram program;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray weightGradient;
    private final INDArray biasGradient;
    private final INDArray out;
    private final INDArray outGradient;

    Convolution(int channels, int filters, int side, Layout input, Layout output) {
      Window window = window(3, 1, side);
      Window pool = window(2, 2, window.output()[0]);
      boolean inputGradient = channels > 1;
      program =
          new ConvolutionProgram(
              new ConvolutionShape(
                  new long[] {BATCH, channels, side, side},
                  filters,
                  window,
                  pool,
                  false,
                  true,
                  true,
                  inputGradient),
              input,
              output,
              true);
      weights = array(filters, channels, 3, 3);
      bias = array(filters);
      weightGradient = array(filters, channels, 3, 3);
      biasGradient = array(filters);
      out = array(program.outputShape()); // In whatever layout: as many numbers.
      outGradient = array(program.outputShape());
    }

    private static Window window(int kernel, int stride, long side) {
      int[] both = {kernel, kernel};
      return Window.of(
          both, new int[] {stride, stride}, new int[] {0, 0}, ConvolutionMode.Truncate, side, side);
    }

    void forward(INDArray in) {
      program.convolve(in, weights, bias, null);
      program.pool(out);
    }

    void backward(@Nullable INDArray inGradient) {
      ConvolutionBackward backward = program.backward(out);
      backward.unpool(outGradient);
      backward.convolve(weightGradient, biasGradient, inGradient);
    }
  }

  private static final class Dense {
    private final DenseProgram program;
    private final INDArray weights;
    private final INDArray bias;
    private final INDArray weightGradient;
    private final INDArray biasGradient;
    private final INDArray out;
    private final INDArray outGradient;

    Dense(int in, int units, DenseProgram.Activation activation) {
      program = new DenseProgram(BATCH, in, units, activation, true);
      weights = array(units, in);
      bias = array(units);
      weightGradient = array(units, in);
      biasGradient = array(units);
      out = array(BATCH, units);
      outGradient = array(BATCH, units);
    }

    void forward(INDArray in) {
      program.forward(in, weights, bias, out);
    }

    void backward(INDArray byOutput, INDArray inGradient) {
      program.backward(out, byOutput, weightGradient, biasGradient, inGradient);
    }
  }
}
