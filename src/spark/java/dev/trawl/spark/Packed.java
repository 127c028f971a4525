package dev.trawl.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * Values as bytes. Spark reads the answers to an executor's messages with the JVM's own class
 * loader, which lacks what {@code spark.jars} brings: a class of ours would be unknown there, the
 * connection to the driver would close, and the executor would end.
 */
final class Packed {
  private Packed() {}

  static byte[] pack(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory
    }
    return bytes.toByteArray();
  }

  static <T> T unpack(Object bytes, Class<T> type) {
    try (ObjectInputStream in = new OurObjects((byte[]) bytes)) {
      return type.cast(in.readObject());
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException("need " + type.getSimpleName() + ", found " + e, e);
    }
  }

  /** Finds classes where this one is. */
  private static final class OurObjects extends ObjectInputStream {
    OurObjects(byte[] bytes) throws IOException {
      super(new ByteArrayInputStream(bytes));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description)
        throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, Packed.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        return super.resolveClass(description);
      }
    }
  }
}
