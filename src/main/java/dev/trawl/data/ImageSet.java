package dev.trawl.data;

import java.util.Arrays;
import java.util.Random;

/**
 * Some of a dataset's images, in a fixed order. The pixels themselves are shared by all sets and
 * runs and kept as bytes. Immutable; safe for use by many threads.
 */
public final class ImageSet {
  /** Every byte as the float that the network sees: exactly {@code (float) (b / 255.0)}. */
  private static final float[] SCALED = new float[256];

  static {
    for (int value = 0; value < SCALED.length; value++) {
      SCALED[value] = (float) (value / 255.0);
    }
  }

  private final LabelledImages source;
  private final int[] indices;
  private final int classes;

  ImageSet(LabelledImages source, int[] indices, int classes) {
    this.source = source;
    this.indices = indices.clone();
    this.classes = classes;
  }

  /** Images of noise, the same each time, to measure time with. */
  public static ImageSet random(int count, int channels, int height, int width, int classes) {
    Random random = new Random(count);
    byte[] pixels = new byte[count * channels * height * width];
    random.nextBytes(pixels);
    byte[] labels = new byte[count];
    int[] indices = new int[count];
    for (int image = 0; image < count; image++) {
      labels[image] = (byte) random.nextInt(classes);
      indices[image] = image;
    }
    return new ImageSet(
        new LabelledImages(pixels, labels, channels, height, width), indices, classes);
  }

  /**
   * Some of its images, as a set of their own that shares the pixels.
   *
   * @param images of this set, each from 0, below {@link #size}
   */
  public ImageSet subset(int[] images) {
    return new ImageSet(source, Arrays.stream(images).map(i -> indices[i]).toArray(), classes);
  }

  public int size() {
    return indices.length;
  }

  public int channels() {
    return source.channels();
  }

  public int height() {
    return source.height();
  }

  public int width() {
    return source.width();
  }

  /** How many classes there are, whether or not this set has images of all of them. */
  public int classes() {
    return classes;
  }

  /** The class of an image of this set, from 0. */
  public int label(int image) {
    return source.label(indices[image]);
  }

  /** Where an image of this set stands in its file, from 0. */
  public int indexInFile(int image) {
    return indices[image];
  }

  /** A copy of an image's bytes, [channels, height, width], 0 to 255. */
  public byte[] pixels(int image) {
    int from = offset(image);
    return Arrays.copyOfRange(source.pixels(), from, from + source.imageBytes());
  }

  /** How many images of each class there are. */
  public int[] classCounts() {
    int[] counts = new int[classes];
    for (int index : indices) {
      counts[source.label(index)]++;
    }
    return counts;
  }

  int imageBytes() {
    return source.imageBytes();
  }

  /** Writes an image, scaled to [0, 1], to the beginning of {@code values}. */
  void scaleInto(int image, float[] values) {
    scale(source.pixels(), offset(image), source.imageBytes(), values);
  }

  /** Writes {@code length} bytes, scaled to [0, 1], to the beginning of {@code values}. */
  static void scale(byte[] pixels, int from, int length, float[] values) {
    for (int i = 0; i < length; i++) {
      values[i] = SCALED[pixels[from + i] & 0xff];
    }
  }

  /**
   * The same into the middle of {@code framed}, [channels, height + 2, width + 2], whose frame of
   * one pixel stays as it is.
   */
  void scaleIntoFrame(int image, float[] framed) {
    byte[] pixels = source.pixels();
    int from = offset(image);
    int to = width() + 3;
    for (int channel = 0; channel < channels(); channel++, to += 2 * (width() + 2)) {
      for (int row = 0; row < height(); row++, from += width(), to += width() + 2) {
        for (int x = 0; x < width(); x++) {
          framed[to + x] = SCALED[pixels[from + x] & 0xff];
        }
      }
    }
  }

  private int offset(int image) {
    return indices[image] * source.imageBytes();
  }
}
