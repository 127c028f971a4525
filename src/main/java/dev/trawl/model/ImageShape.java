package dev.trawl.model;

/** An image's shape, in pixels. */
public record ImageShape(int channels, int height, int width) {
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "need at least one channel, row and column, found %d × %d × %d"
              .formatted(channels, height, width));
    }
  }
}
