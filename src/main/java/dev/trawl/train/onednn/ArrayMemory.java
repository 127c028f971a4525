package dev.trawl.train.onednn;

import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** A native memory that points at the numbers of an ND4J array of one shape. */
final class ArrayMemory {
  private final memory handle;
  private final long[] shape;
  private final Address address = new Address();

  /** Kept alive: the pointer alone doesn't. */
  private @Nullable INDArray array;

  ArrayMemory(memory handle, long... shape) {
    this.handle = handle;
    this.shape = shape.clone();
  }

  memory memory() {
    return handle;
  }

  /**
   * Points at an array until the next call, or at a copy of one that doesn't lie in c order.
   *
   * @throws IllegalArgumentException for one of another shape or type
   */
  void pointAt(INDArray values) {
    if (values.dataType() != DataType.FLOAT || !Arrays.equals(values.shape(), shape)) {
      throw new IllegalArgumentException(
          "need 32-bit floats of the shape %s, found %s of %s"
              .formatted(
                  Arrays.toString(shape), values.dataType(), Arrays.toString(values.shape())));
    }
    boolean lying = values.ordering() == 'c' && Shape.hasDefaultStridesForShape(values);
    array = lying ? values : values.dup('c');
    address.moveTo(Address.of(array));
    handle.set_data_handle(address);
  }
}
