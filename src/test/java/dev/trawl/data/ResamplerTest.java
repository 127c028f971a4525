package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  @Property(tries = 300)
  void resample_anything_isTheNaiveFormula(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll @IntRange(min = 1, max = 12) int width,
      @ForAll @DoubleRange(min = -180, max = 180) double degrees,
      @ForAll @DoubleRange(min = -13, max = 13) double right,
      @ForAll @DoubleRange(min = -13, max = 13) double down,
      @ForAll @DoubleRange(min = 0.1, max = 1.9) double scale,
      @ForAll long seed) {
    ImageSet images = random(channels, height, width, seed);

    float[] values = resample(images, 1, degrees, right, down, scale);

    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          assertThat((double) values[(c * height + y) * width + x])
              .isCloseTo(
                  naive(images, 1, c, new double[] {x, y}, degrees, right, down, scale),
                  within(1e-5));
        }
      }
    }
  }

  @Property(tries = 100)
  void resample_byNothing_changesNothing(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 9) int height,
      @ForAll @IntRange(min = 1, max = 9) int width) {
    ImageSet images = random(channels, height, width, 5);
    float[] plain = new float[channels * height * width];
    images.scaleInto(1, plain);

    assertThat(resample(images, 1, 0, 0, 0)).isEqualTo(plain);
  }

  @Test
  void resample_byWholePixels_movesExactly() {
    ImageSet images = ofOne(2, 3, 10, 20, 30, 40, 50, 60);

    assertThat(resample(images, 0, 0, 1, 0)).isEqualTo(scaled(0, 10, 20, 0, 40, 50));
    assertThat(resample(images, 0, 0, -2, 0)).isEqualTo(scaled(30, 0, 0, 60, 0, 0));
    assertThat(resample(images, 0, 0, 0, 1)).isEqualTo(scaled(0, 0, 0, 10, 20, 30));
    assertThat(resample(images, 0, 0, 0, -1)).isEqualTo(scaled(40, 50, 60, 0, 0, 0));
    assertThat(resample(images, 0, 0, 3, 0)).isEqualTo(scaled(0, 0, 0, 0, 0, 0));
  }

  @Test
  void resample_byAQuarterTurn_turnsAnticlockwise() {
    ImageSet images = ofOne(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(resample(images, 0, 90, 0, 0))
        .containsExactly(scaled(3, 6, 9, 2, 5, 8, 1, 4, 7), within(1e-6f));
  }

  @Test
  void resample_byHalfAPixel_averagesNeighboursAndFadesAtTheEdge() {
    ImageSet images = ofOne(1, 3, 100, 200, 50);

    assertThat(resample(images, 0, 0, 0.5, 0)).containsExactly(scaled(50, 150, 125), within(1e-6f));
    assertThat(resample(images, 0, 0, 0, 0.25))
        .containsExactly(new float[] {75 / 255f, 150 / 255f, 37.5f / 255}, within(1e-6f));
  }

  /** By hand: at twice the size, each pixel stands a half as far from the centre in the source. */
  @Test
  void resample_twiceTheSize_showsTheMiddle() {
    ImageSet images = ofOne(1, 3, 100, 200, 50);

    assertThat(resample(images, 0, 0, 0, 0, 2))
        .containsExactly(scaled(150, 200, 125), within(1e-6f));
    assertThat(resample(images, 0, 0, 0, 0, 0.5)).containsExactly(scaled(0, 200, 0), within(1e-6f));
  }

  /** The definition, in doubles, pixel by pixel: the four neighbours weighted by their nearness. */
  private static double naive(
      ImageSet images,
      int image,
      int channel,
      double[] at,
      double degrees,
      double right,
      double down,
      double scale) {
    double centreX = (images.width() - 1) / 2.0;
    double centreY = (images.height() - 1) / 2.0;
    double angle = Math.toRadians(degrees);
    double dx = (at[0] - right - centreX) / scale;
    double dy = (at[1] - down - centreY) / scale;
    double x = centreX + dx * Math.cos(angle) - dy * Math.sin(angle);
    double y = centreY + dx * Math.sin(angle) + dy * Math.cos(angle);
    byte[] pixels = images.pixels(image);
    double sum = 0;
    for (int row = 0; row < images.height(); row++) {
      for (int column = 0; column < images.width(); column++) {
        double weight = Math.max(0, 1 - Math.abs(x - column)) * Math.max(0, 1 - Math.abs(y - row));
        int index = (channel * images.height() + row) * images.width() + column;
        sum += weight * (pixels[index] & 0xff) / 255.0;
      }
    }
    return sum;
  }

  private static float[] resample(
      ImageSet images, int image, double degrees, double right, double down) {
    return resample(images, image, degrees, right, down, 1);
  }

  private static float[] resample(
      ImageSet images, int image, double degrees, double right, double down, double scale) {
    float[] values = new float[images.imageBytes()];
    Resampler resampler = new Resampler(images);
    resampler.resample(0, 33, -1, 2, 0.7, values); // What went before leaves no trace.
    resampler.resample(image, degrees, right, down, scale, values);
    return values;
  }

  private static ImageSet random(int channels, int height, int width, long seed) {
    byte[] pixels = new byte[2 * channels * height * width];
    new Random(seed).nextBytes(pixels);
    return new ImageSet(
        new LabelledImages(pixels, new byte[2], channels, height, width), new int[] {0, 1}, 2);
  }

  private static ImageSet ofOne(int height, int width, int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) values[i];
    }
    return new ImageSet(
        new LabelledImages(pixels, new byte[1], 1, height, width), new int[] {0}, 2);
  }

  private static float[] scaled(int... values) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] / 255.0);
    }
    return scaled;
  }
}
