package dev.trawl.train.onednn;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.util.ConvolutionUtils;

/**
 * What a kernel does to an image of one size: each array is [vertical, horizontal], in pixels.
 *
 * @param before padding above and to the left
 * @param after padding below and to the right that is used
 * @param output the resulting size
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to native code, never compared.
record Window(long[] kernel, long[] stride, long[] before, long[] after, long[] output) {
  private static final int[] UNDILATED = {1, 1};

  /** As Deeplearning4j reckons: SAME pads to ⌈input ÷ stride⌉, the others drop what's left over. */
  static Window of(
      int[] kernel, int[] stride, int[] padding, ConvolutionMode mode, long height, long width) {
    int[] input = {Math.toIntExact(height), Math.toIntExact(width)};
    int[] output = new int[2];
    int[] before = padding;
    if (mode == ConvolutionMode.Same) {
      for (int i = 0; i < output.length; i++) {
        output[i] = (input[i] + stride[i] - 1) / stride[i];
      }
      before = ConvolutionUtils.getSameModeTopLeftPadding(output, input, kernel, stride, UNDILATED);
    } else {
      for (int i = 0; i < output.length; i++) {
        output[i] = (input[i] - kernel[i] + 2 * padding[i]) / stride[i] + 1;
      }
    }
    long[] after = new long[2];
    for (int i = 0; i < after.length; i++) {
      after[i] = Math.max(0, (output[i] - 1) * stride[i] + kernel[i] - input[i] - before[i]);
    }
    return new Window(longs(kernel), longs(stride), longs(before), after, longs(output));
  }

  /** The whole image at once. */
  static Window whole(Shape image) {
    return new Window(
        new long[] {image.height(), image.width()},
        new long[] {1, 1},
        new long[] {0, 0},
        new long[] {0, 0},
        new long[] {1, 1});
  }

  /** What it leaves of an image, for each of so many channels. */
  Shape output(long channels) {
    return new Shape(channels, output[0], output[1]);
  }

  /** { stride 2×2}, or nothing where every pixel is looked at. */
  String strideSuffix() {
    return stride[0] == 1 && stride[1] == 1 ? "" : " stride %d×%d".formatted(stride[0], stride[1]);
  }

  private static long[] longs(int[] values) {
    return new long[] {values[0], values[1]};
  }
}
