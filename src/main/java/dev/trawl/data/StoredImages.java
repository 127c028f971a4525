package dev.trawl.data;

import java.util.Arrays;

/**
 * All images of one of a data set's two files, each by its place in it. Immutable; safe for use by
 * many threads.
 */
public final class StoredImages {
  private final LabelledImages images;

  StoredImages(LabelledImages images) {
    this.images = images;
  }

  /** The train file, of which some images are validation images, and the test file. */
  public record Files(StoredImages train, StoredImages test) {}

  public int size() {
    return images.count();
  }

  public int channels() {
    return images.channels();
  }

  public int height() {
    return images.height();
  }

  public int width() {
    return images.width();
  }

  /** The class of the image at a place from 0 to {@link #size} − 1. */
  public int label(int index) {
    return images.label(index);
  }

  /** A copy of an image's bytes, [channels, height, width], 0 to 255. */
  public byte[] pixels(int index) {
    int from = index * images.imageBytes();
    return Arrays.copyOfRange(images.pixels(), from, from + images.imageBytes());
  }
}
