package dev.trawl.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.ZipException;

/**
 * Reads IDX files of unsigned bytes, gzipped or not: {@code 00 00 08 rank}, then rank sizes as
 * big-endian 32-bit integers, then the data. A header is believed only as far as the file goes: no
 * more is allocated than was read.
 */
final class IdxReader {
  private static final int MAGIC_BYTES = 4;
  private static final int UNSIGNED_BYTE = 0x08;
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8L;

  private final Path file;

  private IdxReader(Path file) {
    this.file = file;
  }

  /** Reads an image file: rank 3 is [number, height, width], 4 is [number, channels, h, w]. */
  static IdxContent readImages(Path file) throws DatasetException {
    return new IdxReader(file).read("images of rank 3 or 4", 3, 4);
  }

  /** Reads a label file: rank 1. */
  static IdxContent readLabels(Path file) throws DatasetException {
    return new IdxReader(file).read("labels of rank 1", 1, 1);
  }

  private IdxContent read(String needed, int lowestRank, int highestRank) throws DatasetException {
    try (InputStream in = RawContent.open(file)) {
      byte[] magic = in.readNBytes(MAGIC_BYTES);
      int rank = rank(magic);
      if (rank < lowestRank || rank > highestRank) {
        throw malformed(needed, "rank " + rank);
      }
      byte[] header = Arrays.copyOf(magic, MAGIC_BYTES * (1 + rank));
      int sizeBytes = in.readNBytes(header, MAGIC_BYTES, MAGIC_BYTES * rank);
      if (sizeBytes < MAGIC_BYTES * rank) {
        throw malformed(
            "a header of %d bytes".formatted(header.length),
            "%d bytes".formatted(MAGIC_BYTES + sizeBytes));
      }
      int[] shape = shape(header, rank);
      return new IdxContent(file, header, data(in, shape), shape);
    } catch (NoSuchFileException e) {
      throw new DatasetException("need %s, found no such file".formatted(file), e);
    } catch (EOFException | ZipException e) {
      throw new DatasetException(
          "%s: need a whole gzip file, found: %s".formatted(file, FailureText.describe(e)), e);
    } catch (DatasetException e) {
      throw e;
    } catch (IOException e) {
      throw FailureText.unreadable(file, e);
    }
  }

  private int rank(byte[] magic) throws DatasetException {
    if (magic.length < MAGIC_BYTES) {
      throw malformed("an IDX header", "%d bytes".formatted(magic.length));
    }
    if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE) {
      throw malformed(
          "an IDX file of unsigned bytes, which begins 00 00 08",
          HexFormat.ofDelimiter(" ").formatHex(magic, 0, 3));
    }
    return magic[3] & 0xff;
  }

  private int[] shape(byte[] header, int rank) throws DatasetException {
    long[] sizes = new long[rank];
    ByteBuffer buffer = ByteBuffer.wrap(header, MAGIC_BYTES, MAGIC_BYTES * rank);
    Arrays.setAll(sizes, i -> Integer.toUnsignedLong(buffer.getInt()));
    String found = Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(" x "));
    long total = 1;
    for (long size : sizes) {
      if (size == 0) {
        throw malformed("sizes of at least 1", found);
      }
      if (size > LARGEST_ARRAY / total) {
        throw malformed("at most %d bytes of data".formatted(LARGEST_ARRAY), found);
      }
      total *= size;
    }
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }

  private byte[] data(InputStream in, int[] shape) throws IOException {
    int needed = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    byte[] data = in.readNBytes(needed);
    boolean more = in.read() >= 0; // However much more: nobody waits for its end.
    if (data.length != needed || more) {
      throw malformed(
          "%d bytes of data after the header".formatted(needed),
          more ? "more" : "%d bytes".formatted(data.length));
    }
    return data;
  }

  private DatasetException malformed(String needed, String found) {
    return new DatasetException("%s: need %s, found %s".formatted(file, needed, found));
  }

  /** One file's content, unpacked. */
  @SuppressWarnings("ArrayRecordComponent")
  record IdxContent(Path file, byte[] header, byte[] data, int[] shape) {
    int count() {
      return shape[0];
    }

    long bytes() {
      return (long) header.length + data.length;
    }

    /** Adds the raw content, header and data, to a digest. */
    void addTo(MessageDigest digest) {
      digest.update(header);
      digest.update(data);
    }
  }
}
