package dev.trawl.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an image as PNG (W3C, Portable Network Graphics, third edition): colours of three
 * channels, with opacity of four, else the first one in grey; eight bits each, rows unfiltered.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int BITS = 8;
  private static final int GREY = 0;
  private static final int COLOURS = 2;
  private static final int COLOURS_WITH_OPACITY = 6;

  private Png() {}

  static byte[] of(ImageSource.Pixels pixels) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(png)) {
      out.write(SIGNATURE);
      chunk(out, "IHDR", header(pixels));
      chunk(out, "IDAT", rows(pixels));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException e) {
      throw new IllegalStateException(e); // in memory
    }
    return png.toByteArray();
  }

  private static byte[] header(ImageSource.Pixels pixels) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(header)) {
      out.writeInt(pixels.width());
      out.writeInt(pixels.height());
      out.writeByte(BITS);
      out.writeByte(
          switch (pixels.channels()) {
            case 3 -> COLOURS;
            case 4 -> COLOURS_WITH_OPACITY;
            default -> GREY;
          });
      out.write(new byte[3]); // compression, filter method, interlacing: the only or plain ones
    }
    return header.toByteArray();
  }

  /** [channels, height, width] as [height, width, channels], a filter's number before each row. */
  private static byte[] rows(ImageSource.Pixels pixels) throws IOException {
    int plane = pixels.height() * pixels.width();
    int channels = pixels.channels() == 3 || pixels.channels() == 4 ? pixels.channels() : 1;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int pixel = 0; pixel < plane; pixel++) {
        if (pixel % pixels.width() == 0) {
          out.write(0);
        }
        for (int channel = 0; channel < channels; channel++) {
          out.write(pixels.bytes()[channel * plane + pixel]);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) crc.getValue());
  }
}
