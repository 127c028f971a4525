package dev.trawl.train.onednn;

import org.jspecify.annotations.Nullable;

/**
 * A convolution of one batch size, with what follows it.
 *
 * @param input [batch, channels, height, width]
 * @param outputChannels how many filters
 * @param pool the pooling after it; null without
 * @param averaged whether the pooling takes the mean, not the largest
 * @param relu whether max(0, ·) is applied to the convolution's output
 * @param inputGradient whether the gradient by the input is wanted
 */
@SuppressWarnings("ArrayRecordComponent") // Handed to native code, never compared.
record ConvolutionShape(
    long[] input,
    long outputChannels,
    Window window,
    @Nullable Window pool,
    boolean averaged,
    boolean bias,
    boolean relu,
    boolean inputGradient) {

  long[] weights() {
    return new long[] {outputChannels, input[1], window.kernel()[0], window.kernel()[1]};
  }

  long[] convolved() {
    return new long[] {input[0], outputChannels, window.output()[0], window.output()[1]};
  }

  /** What comes out after the pooling, if there is one. */
  long[] output() {
    long[] size = pool == null ? window.output() : pool.output();
    return new long[] {input[0], outputChannels, size[0], size[1]};
  }
}
