package dev.trawl.data;

import dev.trawl.data.IdxReader.IdxContent;
import dev.trawl.sweep.ChannelOrder;
import org.jspecify.annotations.Nullable;

/**
 * The images of one file and their labels, as stored; shared by every set and run, never changed.
 *
 * @param pixels [count, channels, height, width], row by row
 * @param labels [count], as unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelledImages(byte[] pixels, byte[] labels, int channels, int height, int width) {
  /**
   * Pairs two files that belong together.
   *
   * @param channels where the images have them; null goes by the sizes
   */
  static LabelledImages of(IdxContent images, IdxContent labels, @Nullable ChannelOrder channels)
      throws DatasetException {
    if (images.count() != labels.count()) {
      throw new DatasetException(
          "need as many labels as images, found %d images in %s and %d labels in %s"
              .formatted(images.count(), images.file(), labels.count(), labels.file()));
    }
    IdxImages read = IdxImages.of(images, channels);
    return new LabelledImages(
        read.pixels(), labels.data(), read.channels(), read.height(), read.width());
  }

  int count() {
    return labels.length;
  }

  int imageBytes() {
    return channels * height * width;
  }

  int label(int image) {
    return labels[image] & 0xff;
  }

  boolean hasShapeOf(LabelledImages other) {
    return channels == other.channels && height == other.height && width == other.width;
  }

  /** How many images each label has, by label. */
  int[] labelCounts() {
    int[] counts = new int[256];
    for (int image = 0; image < count(); image++) {
      counts[label(image)]++;
    }
    return counts;
  }

  String shape() {
    return "%d x %d x %d".formatted(channels, height, width);
  }
}
