package dev.trawl.data;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Images as bytes to what a network takes. */
public final class PixelArrays {
  private PixelArrays() {}

  /**
   * The images scaled to [0, 1], as {@link Batches} scales them; the caller closes the array.
   *
   * @param pixels the images one after the other, each [channels, height, width], 0 to 255
   * @return [images, channels, height, width], float32
   * @throws IllegalArgumentException when the bytes are not those of whole images
   */
  public static INDArray scaled(byte[] pixels, int channels, int height, int width) {
    int image = channels * height * width;
    if (pixels.length == 0 || pixels.length % image != 0) {
      throw new IllegalArgumentException(
          "need images of %d × %d × %d bytes, found %,d bytes"
              .formatted(channels, height, width, pixels.length));
    }
    float[] values = new float[pixels.length];
    ImageSet.scale(pixels, 0, pixels.length, values);
    INDArray array =
        Nd4j.createUninitializedDetached(
            DataType.FLOAT, 'c', pixels.length / image, channels, height, width);
    array.data().asNioFloat().put(values);
    return array;
  }
}
