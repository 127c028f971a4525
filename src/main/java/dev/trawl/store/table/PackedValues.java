package dev.trawl.store.table;

import java.nio.ByteBuffer;
import java.util.Collection;

/** Numbers as bytes: 8 for each, IEEE 754, big-endian. NaN and the zeros stay what they are. */
final class PackedValues {
  private final byte[] bytes;

  PackedValues(byte[] bytes) {
    this.bytes = bytes;
  }

  static PackedValues of(Collection<Double> values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.size() * Double.BYTES);
    values.forEach(value -> bytes.putLong(Double.doubleToRawLongBits(value)));
    return new PackedValues(bytes.array());
  }

  double get(int index) {
    return Double.longBitsToDouble(ByteBuffer.wrap(bytes).getLong(index * Double.BYTES));
  }

  /** Not copied. */
  byte[] bytes() {
    return bytes;
  }
}
