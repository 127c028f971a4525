package dev.trawl.dashboard;

import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Sweep;

/** Where the images are that runs were measured on. Safe for use by many threads. */
@FunctionalInterface
public interface ImageSource {
  /**
   * A sweep's images as they are on this machine; nothing is fetched.
   *
   * @throws RefusedException when they are not here, or others are
   */
  Images images(Sweep sweep) throws RefusedException;

  /** Has none. */
  static ImageSource none() {
    return sweep -> {
      throw new RefusedException("this server shows no images");
    };
  }

  /** The images of a data set by their places in its files: of the train file for validation. */
  interface Images {
    /** The class of an image: its label's index. */
    int label(Part part, int index);

    Pixels pixels(Part part, int index);
  }

  /**
   * An image.
   *
   * @param bytes [channels, height, width], 0 to 255
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Pixels(byte[] bytes, int channels, int height, int width) {}
}
