package dev.trawl.train.onednn;

import org.bytedeco.dnnl.memory;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How an array [batch, channels, height, width] lies in memory. Arrays keep that shape either way
 * and tell the truth in their strides, so every other layer and listener can read them.
 */
enum Layout {
  /** Deeplearning4j's own, c order. */
  CHANNELS_FIRST(memory.format_tag.nchw),
  /** What oneDNN's convolutions like best among the layouts that strides can describe. */
  CHANNELS_LAST(memory.format_tag.nhwc);

  private final memory.format_tag tag;

  Layout(memory.format_tag tag) {
    this.tag = tag;
  }

  memory.format_tag tag() {
    return tag;
  }

  boolean describes(INDArray array) {
    long[] shape = array.shape(); // [b, c, h, w]
    long[] stride = array.stride();
    int[] fromTheLast = this == CHANNELS_FIRST ? new int[] {3, 2, 1, 0} : new int[] {1, 3, 2, 0};
    long expected = 1;
    for (int axis : fromTheLast) {
      if (shape[axis] != 1 && stride[axis] != expected) {
        return false;
      }
      expected *= shape[axis];
    }
    return true;
  }

  /** A new array of this layout in the workspace for its type, with nothing in it yet. */
  INDArray create(LayerWorkspaceMgr workspaces, ArrayType type, long... shape) {
    if (this == CHANNELS_FIRST) {
      return workspaces.createUninitialized(type, DataType.FLOAT, shape, 'c');
    }
    long[] stored = {shape[0], shape[2], shape[3], shape[1]};
    return workspaces.createUninitialized(type, DataType.FLOAT, stored, 'c').permute(0, 3, 1, 2);
  }

  /**
   * The array itself if it lies like this, otherwise a copy that does, in the current workspace.
   */
  INDArray conform(INDArray array) {
    if (describes(array)) {
      return array;
    }
    if (this == CHANNELS_FIRST) {
      return array.dup('c');
    }
    long[] shape = array.shape();
    INDArray copy =
        Nd4j.createUninitialized(DataType.FLOAT, shape[0], shape[2], shape[3], shape[1])
            .permute(0, 3, 1, 2);
    copy.assign(array);
    return copy;
  }
}
