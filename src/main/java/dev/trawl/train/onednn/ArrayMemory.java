package dev.trawl.train.onednn;

import org.bytedeco.dnnl.memory;
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
    address.set(array.data().address() + Float.BYTES * array.offset()); // address() is the buffer's
    handle.set_data_handle(address);
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
