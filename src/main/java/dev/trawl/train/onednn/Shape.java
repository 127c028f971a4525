package dev.trawl.train.onednn;

/** What a layer makes of one image; a vector has one pixel, tokens are the pixels of an image. */
record Shape(long channels, long height, long width) {
  static Shape vector(long length) {
    return new Shape(length, 1, 1);
  }

  long pixels() {
    return height * width;
  }

  long size() {
    return channels * pixels();
  }

  /** [batch, channels, height, width]. */
  long[] of(long batch) {
    return new long[] {batch, channels, height, width};
  }

  @Override
  public String toString() {
    return "%d×%d×%d".formatted(channels, height, width);
  }
}
