package dev.trawl.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Writes IDX files for tests, by the format's description and not by the reader's code. */
final class IdxFiles {
  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  private IdxFiles() {}

  static byte[] header(int... sizes) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length);
    header.put((byte) 0).put((byte) 0).put((byte) 8).put((byte) sizes.length);
    for (int size : sizes) {
      header.putInt(size);
    }
    return header.array();
  }

  static byte[] idx(byte[] data, int... sizes) {
    return concat(header(sizes), data);
  }

  static byte[] labels(int... labels) {
    byte[] data = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      data[i] = (byte) labels[i];
    }
    return idx(data, labels.length);
  }

  static byte[] randomImages(int count, int height, int width, long seed) {
    byte[] data = new byte[count * height * width];
    new Random(seed).nextBytes(data);
    return idx(data, count, height, width);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** A folder of random images with these labels. */
  static void writeFolder(Path folder, int height, int width, int[] train, int[] test)
      throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(TRAIN_IMAGES), randomImages(train.length, height, width, 1));
    Files.write(folder.resolve(TRAIN_LABELS), labels(train));
    Files.write(folder.resolve(TEST_IMAGES), randomImages(test.length, height, width, 2));
    Files.write(folder.resolve(TEST_LABELS), labels(test));
  }
}
