package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.sweep.TrainingSpec.Augmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmenterTest {
  private static final int SIDE = 21;
  private static final int COUNT = 2000;

  @Test
  void batches_withoutAnyRotationOrShift_areTheImagesAsTheyAre() {
    Batches augmented = new Batches(ramps(0, 1, 2), 3, new Augmentation(0, 0, 0), 0);
    Batches plain = new Batches(ramps(0, 1, 2), 3);
    augmented.shuffle(7);
    plain.shuffle(7);

    assertThat(features(augmented, 0)).isEqualTo(features(plain, 0));
  }

  @Test
  void image_augmented_dependsOnTheSeedAndItsPlaceInTheFileOnly() {
    Augmentation limits = new Augmentation(10, 0.1, 0);
    Batches all = new Batches(ramps(3, 1, 4, 0, 5), 2, limits, 0);
    Batches one = new Batches(ramps(4), 1, limits, 0);
    all.shuffle(9);
    features(all, 2);
    features(all, 0);
    all.inOrder();
    one.shuffle(9);

    float[] first = features(one, 0);

    assertThat(image(features(all, 1), 0)).isEqualTo(first);
    one.shuffle(10);
    assertThat(features(one, 0)).isNotEqualTo(first);
    one.shuffle(9);
    assertThat(features(one, 0)).isEqualTo(first);
    Batches neighbour = new Batches(ramps(5), 1, limits, 0);
    neighbour.shuffle(9);
    assertThat(features(neighbour, 0)).isNotEqualTo(first);
  }

  @Test
  void shifts_ofManyImages_areUniformWithinTheirLimits() {
    List<double[]> places = places(new Augmentation(0, 0.2, 0), SIDE / 2);

    assertUniform(places.stream().mapToDouble(place -> place[0]), 4.2, 1e-4);
    assertUniform(places.stream().mapToDouble(place -> place[1]), 4.2, 1e-4);
    double together = places.stream().mapToDouble(place -> place[0] * place[1]).sum() / COUNT;
    assertThat(together).as("the two are drawn apart").isCloseTo(0, within(0.53));
  }

  @Test
  void rotations_ofManyImages_areUniformWithinTheirLimits() {
    int right = 8; // of the centre: there the dot stands before it is turned
    List<double[]> places = places(new Augmentation(30, 0, 0), SIDE / 2 + right);

    assertUniform(
        places.stream()
            .mapToDouble(place -> Math.toDegrees(Math.atan2(-place[1], place[0] + right))),
        30,
        1);
  }

  @Test
  void scales_ofManyImages_areUniformWithinTheirLimits() {
    int right = 8; // of the centre: there the dot stands at its own size
    List<double[]> places = places(new Augmentation(0, 0, 0.25), SIDE / 2 + right);

    assertUniform(places.stream().mapToDouble(place -> place[0] / right), 0.25, 0.01);
    assertThat(places).allSatisfy(place -> assertThat(place[1]).isCloseTo(0, within(1e-6)));
  }

  /** On [−limit, limit], within {@code tolerance}: a standard deviation of limit / √3. */
  private static void assertUniform(DoubleStream values, double limit, double tolerance) {
    double[] all = values.toArray();
    assertThat(all).hasSize(COUNT);
    double deviation = limit / Math.sqrt(3);
    double squares = Arrays.stream(all).map(value -> value * value).sum();
    assertThat(Math.sqrt(squares / COUNT)).isCloseTo(deviation, within(0.05 * deviation));
    assertThat(Arrays.stream(all).average().orElseThrow())
        .isCloseTo(0, within(4 * deviation / Math.sqrt(COUNT)));
    assertThat(Arrays.stream(all).map(Math::abs).max().orElseThrow())
        .isBetween(0.99 * limit, limit + tolerance);
  }

  /** How far each image's dot moved right and down: the centre of what is bright. */
  private static List<double[]> places(Augmentation limits, int column) {
    byte[] pixels = new byte[COUNT * SIDE * SIDE];
    for (int i = 0; i < COUNT; i++) {
      pixels[(i * SIDE + SIDE / 2) * SIDE + column] = (byte) 255;
    }
    ImageSet images =
        new ImageSet(
            new LabelledImages(pixels, new byte[COUNT], 1, SIDE, SIDE),
            IntStream.range(0, COUNT).toArray(),
            2);
    Batches batches = new Batches(images, COUNT, limits, 0);
    batches.shuffle(3);
    float[] values = features(batches, 0);
    List<double[]> places = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      double sum = 0;
      double right = 0;
      double down = 0;
      for (int at = 0; at < SIDE * SIDE; at++) {
        float value = values[i * SIDE * SIDE + at];
        sum += value;
        right += value * (at % SIDE - column);
        down += value * (at / SIDE - SIDE / 2);
      }
      places.add(new double[] {right / sum, down / sum});
    }
    return places;
  }

  /** The images at these places of one file of six, all the same, a ramp. */
  private static ImageSet ramps(int... places) {
    byte[] pixels = new byte[6 * SIDE * SIDE];
    for (int at = 0; at < pixels.length; at++) {
      pixels[at] = (byte) (at % SIDE * 12);
    }
    return new ImageSet(new LabelledImages(pixels, new byte[6], 1, SIDE, SIDE), places, 2);
  }

  private static float[] features(Batches batches, int batch) {
    return batches.get(batch).features().dup('c').data().asFloat();
  }

  private static float[] image(float[] batch, int image) {
    return Arrays.copyOfRange(batch, image * SIDE * SIDE, (image + 1) * SIDE * SIDE);
  }
}
