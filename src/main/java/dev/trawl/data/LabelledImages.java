package dev.trawl.data;

import dev.trawl.data.IdxReader.IdxContent;

/**
 * The images of one file and their labels, as stored; shared by every set and run, never changed.
 *
 * @param pixels [count, channels, height, width], row by row
 * @param labels [count], as unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelledImages(byte[] pixels, byte[] labels, int channels, int height, int width) {

  /** Pairs two files that belong together. */
  static LabelledImages of(IdxContent images, IdxContent labels) throws DatasetException {
    if (images.count() != labels.count()) {
      throw new DatasetException(
          "need as many labels as images, found %d images in %s and %d labels in %s"
              .formatted(images.count(), images.file(), labels.count(), labels.file()));
    }
    int[] shape = images.shape();
    int rank = shape.length;
    int channels = rank == 4 ? shape[1] : 1;
    return new LabelledImages(
        images.data(), labels.data(), channels, shape[rank - 2], shape[rank - 1]);
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

  String shape() {
    return "%d x %d x %d".formatted(channels, height, width);
  }
}
