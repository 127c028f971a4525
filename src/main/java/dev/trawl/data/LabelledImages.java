package dev.trawl.data;

import static java.util.stream.Collectors.joining;

import dev.trawl.data.IdxReader.IdxContent;
import dev.trawl.sweep.ChannelOrder;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of one file and their labels, as stored; shared by every set and run, never changed.
 *
 * @param pixels [count, channels, height, width], row by row
 * @param labels [count], as unsigned bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelledImages(byte[] pixels, byte[] labels, int channels, int height, int width) {

  /** The numbers of channels that images have; in more, or in two, a size is one of the image. */
  private static final Set<Integer> CHANNELS = Set.of(1, 3, 4);

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
    int[] shape = images.shape();
    if (shape.length == 3) {
      if (channels != null) {
        throw new DatasetException(
            "%s: need images of rank 4 for dataset.channels, found rank 3"
                .formatted(images.file()));
      }
      return new LabelledImages(images.data(), labels.data(), 1, shape[1], shape[2]);
    }
    ChannelOrder order = channels == null ? recognised(images) : channels;
    return order == ChannelOrder.FIRST
        ? new LabelledImages(images.data(), labels.data(), shape[1], shape[2], shape[3])
        : new LabelledImages(channelsFirst(images), labels.data(), shape[3], shape[1], shape[2]);
  }

  private static ChannelOrder recognised(IdxContent images) throws DatasetException {
    int[] shape = images.shape();
    boolean first = CHANNELS.contains(shape[1]);
    boolean last = CHANNELS.contains(shape[3]);
    if (first == last) {
      throw new DatasetException(
          "%s: need dataset.channels: first or last, found the sizes %s, of which %s"
              .formatted(
                  images.file(),
                  Arrays.stream(shape).mapToObj(Integer::toString).collect(joining(" x ")),
                  first
                      ? "the second and the last may be the channels"
                      : "neither the second nor the last is 1, 3 or 4"));
    }
    return first ? ChannelOrder.FIRST : ChannelOrder.LAST;
  }

  /** [count, height, width, channels] -> [count, channels, height, width]. */
  private static byte[] channelsFirst(IdxContent images) {
    byte[] from = images.data();
    byte[] to = new byte[from.length];
    int channels = images.shape()[3];
    int plane = images.shape()[1] * images.shape()[2];
    int size = plane * channels;
    for (int image = 0; image < from.length; image += size) {
      for (int pixel = 0; pixel < plane; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          to[image + channel * plane + pixel] = from[image + pixel * channels + channel];
        }
      }
    }
    return to;
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
