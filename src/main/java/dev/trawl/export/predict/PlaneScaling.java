package dev.trawl.export.predict;

/**
 * Scales a plane of bytes, columns and then rows: each new value is the mean of the old ones around
 * its place, by a triangle as wide as two of the larger pixels. Smaller, it averages; larger, it
 * draws straight lines between. As Pillow's BILINEAR, but for rounding.
 */
final class PlaneScaling {
  private PlaneScaling() {}

  /** {@code plane} is [fromHeight, fromWidth]; the result [height, width]. */
  static byte[] scale(byte[] plane, int fromHeight, int fromWidth, int height, int width) {
    float[] values = new float[plane.length];
    for (int i = 0; i < plane.length; i++) {
      values[i] = plane[i] & 255;
    }
    float[] narrow = scaleRows(values, fromHeight, fromWidth, width);
    float[] turned = transposed(narrow, fromHeight, width);
    float[] scaled = transposed(scaleRows(turned, width, fromHeight, height), width, height);
    byte[] bytes = new byte[scaled.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(scaled[i]);
    }
    return bytes;
  }

  private static float[] scaleRows(float[] values, int rows, int from, int to) {
    float[] scaled = new float[rows * to];
    double ratio = from / (double) to;
    double reach = Math.max(1, ratio);
    for (int x = 0; x < to; x++) {
      double center = (x + 0.5) * ratio;
      int first = Math.max(0, (int) Math.floor(center - reach));
      int last = Math.min(from, (int) Math.ceil(center + reach));
      double[] weights = new double[last - first];
      double sum = 0;
      for (int i = first; i < last; i++) {
        weights[i - first] = Math.max(0, 1 - Math.abs(i + 0.5 - center) / reach);
        sum += weights[i - first];
      }
      for (int row = 0; row < rows; row++) {
        double value = 0;
        for (int i = first; i < last; i++) {
          value += weights[i - first] * values[row * from + i];
        }
        scaled[row * to + x] = (float) (value / sum);
      }
    }
    return scaled;
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      turned[i % columns * rows + i / columns] = values[i];
    }
    return turned;
  }
}
