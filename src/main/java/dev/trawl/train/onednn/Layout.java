package dev.trawl.train.onednn;

import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How images [batch, channels, height, width] lie in memory. The first two keep that shape and tell
 * the truth in their strides, so every other layer and listener can read them.
 */
enum Layout {
  /** Deeplearning4j's own, c order. */
  CHANNELS_FIRST(memory.format_tag.nchw, 3, 2, 1, 0),
  /** What oneDNN's convolutions like best among the layouts that strides can describe. */
  CHANNELS_LAST(memory.format_tag.nhwc, 1, 3, 2, 0),
  /**
   * What they like best with AVX-512, in arrays [batch, channels ÷ 16, height, width, 16]: only
   * from one of this package's convolutions to the next.
   */
  BLOCKED(memory.format_tag.nChw16c, 4, 3, 2, 1, 0);

  static final int BLOCK = 16;

  private final memory.format_tag tag;

  @SuppressWarnings("ImmutableEnumChecker") // Never written.
  private final int[] axesFromTheDensest;

  Layout(memory.format_tag tag, int... axesFromTheDensest) {
    this.tag = tag;
    this.axesFromTheDensest = axesFromTheDensest;
  }

  memory.format_tag tag() {
    return tag;
  }

  boolean describes(INDArray array) {
    if (array.rank() != axesFromTheDensest.length) {
      return false;
    }
    long expected = 1;
    for (int axis : axesFromTheDensest) {
      long size = array.size(axis);
      if (size != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= size;
    }
    return true;
  }

  /**
   * A new array of this layout in the workspace for its type, with nothing in it yet.
   *
   * @param shape [batch, channels, height, width]
   */
  INDArray create(LayerWorkspaceMgr workspaces, ArrayType type, long... shape) {
    long[] stored = stored(shape);
    INDArray array = workspaces.createUninitialized(type, DataType.FLOAT, stored, 'c');
    return this == CHANNELS_LAST ? array.permute(0, 3, 1, 2) : array;
  }

  /**
   * The array itself if it lies like this, otherwise a copy that does, in the current workspace.
   */
  INDArray conform(INDArray array) {
    if (describes(array)) {
      return array;
    }
    if (this != CHANNELS_LAST) {
      return array.dup('c');
    }
    INDArray copy =
        Nd4j.createUninitialized(DataType.FLOAT, stored(array.shape())).permute(0, 3, 1, 2);
    copy.assign(array);
    return copy;
  }

  private long[] stored(long[] shape) {
    return switch (this) {
      case CHANNELS_FIRST -> shape;
      case CHANNELS_LAST -> new long[] {shape[0], shape[2], shape[3], shape[1]};
      case BLOCKED -> new long[] {shape[0], shape[1] / BLOCK, shape[2], shape[3], BLOCK};
    };
  }
}
