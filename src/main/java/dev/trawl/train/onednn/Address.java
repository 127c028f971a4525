package dev.trawl.train.onednn;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A pointer that owns nothing and can be moved. */
final class Address extends Pointer {
  Address() {
    super((Pointer) null);
  }

  Address(long value) {
    this();
    moveTo(value);
  }

  void moveTo(long value) {
    address = value;
  }

  /** Where an array's first number is. */
  static long of(INDArray array) {
    return array.data().address() + Float.BYTES * array.offset(); // address() is the buffer's
  }
}
