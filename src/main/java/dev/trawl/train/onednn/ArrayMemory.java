package dev.trawl.train.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A native memory that points at an ND4J array's data. The caller keeps the array alive while
 * primitives use it: the pointer alone doesn't.
 */
final class ArrayMemory {
  private final memory handle;
  private final Address address = new Address();

  ArrayMemory(memory handle) {
    this.handle = handle;
  }

  memory memory() {
    return handle;
  }

  void pointAt(INDArray array) {
    pointAt(array, 0);
  }

  /** From the n-th number of an array on, which lies in memory without gaps. */
  void pointAt(INDArray array, long first) {
    // address() is the buffer's
    address.set(array.data().address() + Float.BYTES * (array.offset() + first));
    handle.set_data_handle(address);
  }

  /** Copies the memory's values, as many as {@code values} has room for. */
  void read(float[] values) {
    new FloatPointer(address).get(values);
  }

  /** Whether a matrix lies in memory row by row, without gaps. */
  static boolean isRowByRow(INDArray array) {
    long width = array.size(1);
    return (width == 1 || array.stride(1) == 1) && (array.size(0) == 1 || array.stride(0) == width);
  }

  /** A pointer that owns nothing and can be moved. */
  private static final class Address extends Pointer {
    Address() {
      super((Pointer) null);
    }

    void set(long value) {
      address = value;
    }
  }
}
