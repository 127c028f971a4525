package dev.trawl.store.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The CRC-32C (RFC 3720, Castagnoli) of a row's values, over one form of their bytes: a byte for
 * the type, the length of what has one, and the value big-endian, texts in UTF-8. Whole numbers are
 * alike whatever their width, and so are the two zeros and all NaNs of a DOUBLE PRECISION, which H2
 * does not tell apart.
 *
 * <p>Databases hold these numbers: another form needs a migration.
 */
public final class RowChecksum {
  private static final byte NULL = 0;
  private static final byte BOOLEAN = 1;
  private static final byte WHOLE = 2;
  private static final byte REAL = 3;
  private static final byte TEXT = 4;
  private static final byte BYTES = 5;
  private static final byte ARRAY = 6;
  private static final int HEAD = 1 + Long.BYTES;

  private RowChecksum() {}

  /**
   * The checksum of a row's values, in their order.
   *
   * @param values each a Boolean, whole number, Double, String, byte[], Object[] of these, or null
   */
  public static int of(List<? extends @Nullable Object> values) {
    List<@Nullable Object> encoded = new ArrayList<>(values.size());
    int size = 0;
    for (Object value : values) {
      Object bytes =
          value instanceof String text ? new Text(text.getBytes(StandardCharsets.UTF_8)) : value;
      encoded.add(bytes);
      size += HEAD + length(bytes);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    encoded.forEach(value -> put(buffer, value));
    CRC32C checksum = new CRC32C();
    checksum.update(buffer.array(), 0, buffer.position());
    return (int) checksum.getValue();
  }

  /** A String, encoded. */
  @SuppressWarnings("ArrayRecordComponent") // Held for the moment of one checksum.
  private record Text(byte[] utf8) {}

  private static int length(@Nullable Object value) {
    if (value instanceof Text text) {
      return text.utf8().length;
    }
    if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    return value instanceof Object[] array ? array.length * HEAD : 0;
  }

  private static void put(ByteBuffer buffer, @Nullable Object value) {
    if (value == null) {
      buffer.put(NULL);
    } else if (value instanceof Text text) {
      buffer.put(TEXT).putInt(text.utf8().length).put(text.utf8());
    } else if (value instanceof Double number) {
      buffer.put(REAL).putLong(Double.doubleToLongBits(number + 0.0)); // −0.0 becomes 0.0
    } else if (value instanceof Long || value instanceof Integer) {
      buffer.put(WHOLE).putLong(((Number) value).longValue());
    } else if (value instanceof Boolean flag) {
      buffer.put(BOOLEAN).put((byte) (flag ? 1 : 0));
    } else if (value instanceof byte[] bytes) {
      buffer.put(BYTES).putInt(bytes.length).put(bytes);
    } else if (value instanceof Object[] array) {
      buffer.put(ARRAY).putInt(array.length);
      for (Object element : array) {
        put(buffer, element);
      }
    } else {
      throw new IllegalArgumentException(
          "need a value that a column has, found one of " + value.getClass());
    }
  }

  /** As messages have it: eight hexadecimal digits. */
  public static String text(int checksum) {
    return "%08x".formatted(checksum);
  }
}
