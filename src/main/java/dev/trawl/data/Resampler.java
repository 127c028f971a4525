package dev.trawl.data;

/**
 * Turns, scales and moves images, each resampled once, bilinearly; what lies outside an image is 0.
 * Its arrays are reused: for one thread.
 *
 * <p>With (0, 0) the middle of the first pixel, the output's pixel p takes its value at R⁻¹·(p −
 * centre − shift) ÷ scale + centre: the image is turned and scaled about its centre, then moved.
 * Positions are doubles, so that a move by whole pixels is exact; values are floats.
 */
final class Resampler {
  private final ImageSet images;
  private final int height;
  private final int width;
  private final int rowLength;

  /**
   * [channels, height + 2, width + 2]: an image in a frame of zeros, so that no edge is special.
   */
  private final float[] framed;

  Resampler(ImageSet images) {
    this.images = images;
    this.height = images.height();
    this.width = images.width();
    this.rowLength = width + 2;
    this.framed = new float[images.channels() * (height + 2) * rowLength];
  }

  /**
   * Writes an image, its values scaled to [0, 1], turned, scaled and moved.
   *
   * @param degrees anticlockwise
   * @param right pixels, as is {@code down}
   * @param scale what it is larger by, above 0
   * @param values [channels, height, width]
   */
  void resample(
      int image, double degrees, double right, double down, double scale, float[] values) {
    images.scaleIntoFrame(image, framed);
    // A turn and a scale; StrictMath has the same bits on every machine.
    double cosine = StrictMath.cos(Math.toRadians(degrees)) / scale;
    double sine = StrictMath.sin(Math.toRadians(degrees)) / scale;
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    double fromX = -centreX - right;
    for (int y = 0; y < height; y++) {
      double fromY = y - centreY - down;
      double x = fromX * cosine - fromY * sine + centreX;
      double sourceY = fromX * sine + fromY * cosine + centreY;
      resampleRow(y * width, x + 1, sourceY + 1, cosine, sine, values);
    }
  }

  /** One row of every channel, from the position (x, y) in the frame on, a step a pixel. */
  private void resampleRow(
      int target, double x, double y, double stepX, double stepY, float[] values) {
    int plane = height * width;
    int framedPlane = (height + 2) * rowLength;
    for (int pixel = target; pixel < target + width; pixel++, x += stepX, y += stepY) {
      boolean inside = x >= 0 && x < width + 1 && y >= 0 && y < height + 1;
      int left = inside ? (int) x : 0;
      int top = inside ? (int) y : 0;
      float fractionX = inside ? (float) (x - left) : 0;
      float fractionY = inside ? (float) (y - top) : 0;
      int corner = top * rowLength + left; // Outside: the frame's own corner, a 0.
      for (int at = pixel; at < values.length; at += plane, corner += framedPlane) {
        float above = framed[corner];
        above += fractionX * (framed[corner + 1] - above);
        float below = framed[corner + rowLength];
        below += fractionX * (framed[corner + rowLength + 1] - below);
        values[at] = above + fractionY * (below - above);
      }
    }
  }
}
