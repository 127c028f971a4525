package dev.trawl.data;

import static java.util.stream.Collectors.joining;

import dev.trawl.data.IdxReader.IdxContent;
import dev.trawl.sweep.ChannelOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The images of one IDX file, as stored; never changed.
 *
 * @param pixels [count, channels, height, width], row by row; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record IdxImages(byte[] pixels, int channels, int height, int width) {

  /** The numbers of channels that images have; in more, or in two, a size is one of the image. */
  private static final Set<Integer> CHANNELS = Set.of(1, 3, 4);

  /**
   * Reads a file, gzipped or not; its sizes tell where its channels are.
   *
   * @throws DatasetException when it is no whole IDX file of images, with what was found
   */
  public static IdxImages read(Path file) throws DatasetException {
    return of(IdxReader.readImages(file), null);
  }

  /**
   * @param channels where the images have them; null goes by the sizes
   */
  static IdxImages of(IdxContent images, @Nullable ChannelOrder channels) throws DatasetException {
    int[] shape = images.shape();
    if (shape.length == 3) {
      if (channels != null) {
        throw new DatasetException(
            "%s: need images of rank 4 for dataset.channels, found rank 3"
                .formatted(images.file()));
      }
      return new IdxImages(images.data(), 1, shape[1], shape[2]);
    }
    ChannelOrder order = channels == null ? recognised(images) : channels;
    return order == ChannelOrder.FIRST
        ? new IdxImages(images.data(), shape[1], shape[2], shape[3])
        : new IdxImages(channelsFirst(images), shape[3], shape[1], shape[2]);
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

  public int count() {
    return pixels.length / imageBytes();
  }

  int imageBytes() {
    return channels * height * width;
  }

  /**
   * An image's pixels, [channels, height, width].
   *
   * @param index from 0
   */
  public byte[] image(int index) {
    return Arrays.copyOfRange(pixels, index * imageBytes(), (index + 1) * imageBytes());
  }
}
