package dev.trawl.train.update;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A flat vector of Deeplearning4j's, in native memory, copied piece by piece to arrays and back: on
 * these the compiler makes vector instructions, and the copies stay in the processor's cache. For
 * one thread.
 */
final class FlatVector {
  /** Keeps the memory. */
  private final @Nullable INDArray array;

  private final FloatBuffer floats;

  /**
   * @param array null for one without elements
   */
  FlatVector(String name, @Nullable INDArray array) {
    if (array != null
        && (array.dataType() != DataType.FLOAT
            || array.offset() != 0
            || array.length() != array.data().length())) {
      throw new IllegalArgumentException(
          "need the %s as one whole vector of 32-bit floats, found %s"
              .formatted(name, array.shapeInfoToString()));
    }
    this.array = array;
    this.floats = array == null ? FloatBuffer.allocate(0) : array.data().asNioFloat();
  }

  int length() {
    return array == null ? 0 : Math.toIntExact(array.length());
  }

  void read(int first, float[] target, int count) {
    floats.get(first, target, 0, count);
  }

  void write(int first, float[] source, int count) {
    floats.put(first, source, 0, count);
  }
}
