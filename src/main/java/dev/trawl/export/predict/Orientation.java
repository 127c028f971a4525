package dev.trawl.export.predict;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a camera was held: what its picture's file says of which of its edges is the upper one. By
 * Exif 2.32, 4.6.4 A, the tag Orientation, in the APP1 segment of a JPEG or the eXIf chunk of a
 * PNG. What can't be read says nothing, as viewers of pictures have it.
 *
 * @param number 1 to 8; 1 is upright
 */
record Orientation(int number) {
  static final Orientation UPRIGHT = new Orientation(1);
  private static final int TAG = 0x112;
  private static final int SHORT = 3;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int APP1 = 0xffe1;
  private static final int START_OF_SCAN = 0xffda;

  /** Of the bytes of a JPEG. */
  static Orientation ofJpeg(byte[] file) {
    try {
      ByteBuffer segments = ByteBuffer.wrap(file).position(2);
      int marker = segments.getShort() & 0xffff;
      while (marker > 0xff00 && marker != START_OF_SCAN) {
        int next = segments.position() + (segments.getShort(segments.position()) & 0xffff);
        int tiff = segments.position() + 2 + EXIF.length;
        if (marker == APP1 && Arrays.equals(file, tiff - EXIF.length, tiff, EXIF, 0, EXIF.length)) {
          return ofTiff(segments.slice(tiff, next - tiff));
        }
        marker = segments.position(next).getShort() & 0xffff;
      }
      return UPRIGHT;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
  }

  /** Of Exif's own bytes. */
  static Orientation ofTiff(ByteBuffer tiff) {
    try {
      tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = tiff.getInt(4);
      int entries = tiff.getShort(directory) & 0xffff;
      for (int i = 0; i < entries; i++) {
        int entry = directory + 2 + 12 * i;
        if (tiff.getShort(entry) == TAG && tiff.getShort(entry + 2) == SHORT) {
          int number = tiff.getShort(entry + 8);
          return number < 1 || number > 8 ? UPRIGHT : new Orientation(number);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT;
    }
    return UPRIGHT;
  }

  boolean isUpright() {
    return number == 1;
  }

  /** What is done to the picture. */
  String words() {
    return "turned upright from Exif orientation " + number;
  }

  /** The picture as its camera saw it. */
  Picture upright(Picture stored) {
    boolean turned = number >= 5; // its rows are columns
    boolean fromRight = number == 2 || number == 3 || number >= 7;
    boolean fromBottom = number == 3 || number == 4 || number == 6 || number == 7;
    int width = turned ? stored.height() : stored.width();
    int height = turned ? stored.width() : stored.height();
    int[] rgb = new int[width * height];
    for (int i = 0; i < rgb.length; i++) {
      int x = turned ? i / width : i % width;
      int y = turned ? i % width : i / width;
      int column = fromRight ? stored.width() - 1 - x : x;
      int row = fromBottom ? stored.height() - 1 - y : y;
      rgb[i] = stored.rgb()[row * stored.width() + column];
    }
    return new Picture(width, height, rgb, this);
  }
}
