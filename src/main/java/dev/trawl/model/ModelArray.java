package dev.trawl.model;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads an array of a model file, as {@link Nd4j#write} makes it: the shape as a buffer, [rank,
 * sizes, strides, flags, element stride, order], then the values as one. All that it says of itself
 * is compared with the bytes that are there before anything is allocated.
 */
final class ModelArray {
  /** A shape has its rank, so many sizes, so many strides, flags, element stride and order. */
  private static final int SHAPE_OTHERS = 4;

  private ModelArray() {}

  /** An array of shape [n] or [1, n], of floats or doubles. */
  static INDArray read(String name, byte[] content) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(content);
    DataInputStream in = new DataInputStream(bytes);
    try {
      long[] shape = shape(name, in);
      long length = shape[shape.length - 1];
      in.readUTF(); // Where it was in memory.
      long values = in.readLong();
      DataType type = type(name, in.readUTF());
      int left = bytes.available();
      if (values != length || length != left / type.width() || left % type.width() != 0) {
        throw new IOException(
            "need a value for each of the %,d places of %s, found %,d of %s in %,d bytes"
                .formatted(length, name, values, type, left));
      }
      return array(type, shape, ByteBuffer.wrap(content, content.length - left, left));
    } catch (EOFException e) {
      throw new IOException("need a whole %s, found its beginning only".formatted(name), e);
    }
  }

  private static long[] shape(String name, DataInputStream in) throws IOException {
    in.readUTF(); // Where it was in memory.
    long length = in.readLong();
    String type = in.readUTF();
    long rank = (length - SHAPE_OTHERS) / 2;
    if (rank < 1 || rank > 2 || length != SHAPE_OTHERS + 2 * rank || !type.equals("LONG")) {
      throw new IOException(
          "need the shape of %s as 6 or 8 numbers of type LONG, found %,d of %s"
              .formatted(name, length, type));
    }
    long[] numbers = new long[(int) length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readLong();
    }
    long[] sizes = Arrays.copyOfRange(numbers, 1, 1 + (int) rank);
    if (numbers[0] != rank || sizes[(int) rank - 1] < 1 || (rank == 2 && sizes[0] != 1)) {
      throw new IOException(
          "need %s of the shape [n] or [1, n], found rank %d and sizes %s"
              .formatted(name, numbers[0], Arrays.toString(sizes)));
    }
    return sizes;
  }

  private static DataType type(String name, String found) throws IOException {
    if (found.equals(DataType.FLOAT.name()) || found.equals(DataType.DOUBLE.name())) {
      return DataType.valueOf(found);
    }
    throw new IOException("need %s of type FLOAT or DOUBLE, found %s".formatted(name, found));
  }

  /** The values are big-endian, as they stand. */
  private static INDArray array(DataType type, long[] shape, ByteBuffer values) {
    INDArray array = Nd4j.createUninitializedDetached(type, 'c', shape);
    DataBuffer data = array.data();
    try {
      if (type == DataType.FLOAT) {
        data.asNioFloat().put(values.asFloatBuffer());
      } else {
        data.asNioDouble().put(values.asDoubleBuffer());
      }
      return array;
    } finally {
      Reference.reachabilityFence(data); // Its native memory is freed with it.
    }
  }
}
