package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BatchesTest {
  private static final int CHANNELS = 2;
  private static final int HEIGHT = 3;
  private static final int WIDTH = 5;
  private static final int CLASSES = 4;

  @Property(tries = 60)
  void epoch_shuffled_hasEveryImageExactlyOnceWithItsLabel(
      @ForAll @IntRange(min = 1, max = 200) int size,
      @ForAll @IntRange(min = 1, max = 70) int batchSize,
      @ForAll long seed) {
    Batches batches = new Batches(numbered(size), batchSize);
    batches.shuffle(seed);

    List<Integer> seen = new ArrayList<>();
    for (int i = 0; i < batches.count(); i++) {
      Batch batch = batches.get(i);
      int images = (int) batch.features().size(0);
      assertThat(images).isEqualTo(i < batches.count() - 1 ? batchSize : size - i * batchSize);
      for (int image = 0; image < images; image++) {
        int number = number(batch, image);
        seen.add(number);
        assertThat(batch.labels().getRow(image).toFloatVector())
            .isEqualTo(oneHot(number % CLASSES));
      }
    }

    assertThat(seen).hasSize(size).containsAll(IntStream.range(0, size).boxed().toList());
  }

  @Test
  void features_everyByte_areScaledExactly() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
    }
    ImageSet images =
        new ImageSet(new LabelledImages(pixels, new byte[] {0}, 1, 16, 16), new int[] {0}, CLASSES);

    INDArray features = new Batches(images, 1).get(0).features();

    assertThat(features.shape()).containsExactly(1, 1, 16, 16);
    for (int value = 0; value < 256; value++) {
      assertThat(features.getFloat(0, 0, value / 16, value % 16))
          .isEqualTo((float) (value / 255.0));
    }
  }

  @Test
  void batch_ofSeveralChannels_keepsTheFilesLayout() {
    ImageSet images = numbered(7);

    Batch batch = new Batches(images, 7).get(0);

    assertThat(batch.features().shape()).containsExactly(7, CHANNELS, HEIGHT, WIDTH);
    assertThat(batch.features().ordering()).isEqualTo('c');
    assertThat(batch.features().dataType()).isEqualTo(DataType.FLOAT);
    assertThat(batch.labels().shape()).containsExactly(7, CLASSES);
    byte[] pixels = images.pixels(6);
    for (int c = 0; c < CHANNELS; c++) {
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          int value = pixels[(c * HEIGHT + y) * WIDTH + x] & 0xff;
          assertThat(batch.features().getFloat(6, c, y, x)).isEqualTo((float) (value / 255.0));
        }
      }
    }
  }

  @Test
  void labels_smoothed_areSpreadOverAllClasses() {
    Batches batches = new Batches(numbered(20), 8, null, 0.1);

    for (int i = 0; i < batches.count(); i++) {
      Batch batch = batches.get(i);
      for (int row = 0; row < batch.classes().length; row++) {
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
          double expected = 0.1 / CLASSES + (c == batch.classes()[row] ? 0.9 : 0);
          assertThat(batch.labels().getDouble(row, c)).isCloseTo(expected, within(1e-7));
          sum += batch.labels().getDouble(row, c);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void order_afterShuffle_dependsOnTheSeedOnly() {
    Batches fresh = new Batches(numbered(100), 32);
    Batches used = new Batches(numbered(100), 32);
    used.shuffle(1);
    used.shuffle(2);

    fresh.shuffle(3);
    used.shuffle(3);

    assertThat(order(used)).isEqualTo(order(fresh));
    used.shuffle(4);
    assertThat(order(used)).isNotEqualTo(order(fresh));
    used.inOrder();
    assertThat(order(used)).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void order_published_staysAsItIs() {
    Batches batches = new Batches(numbered(12), 12);

    batches.shuffle(42);

    assertThat(order(batches))
        .as("recorded runs are reproduced from their seed, so this must not change")
        .isEqualTo(List.of(3, 10, 7, 8, 0, 9, 6, 5, 11, 4, 1, 2));
  }

  @Test
  void shuffle_manySeeds_putsEachImageEverywhere() {
    Batches batches = new Batches(numbered(4), 4);
    int[][] seen = new int[4][4];

    for (int seed = 0; seed < 4000; seed++) {
      batches.shuffle(seed);
      List<Integer> order = order(batches);
      for (int position = 0; position < 4; position++) {
        seen[order.get(position)][position]++;
      }
    }

    // 1000 expected, with a standard deviation of 27.
    assertThat(Arrays.stream(seen).flatMapToInt(Arrays::stream))
        .allSatisfy(times -> assertThat(times).isBetween(860, 1140));
  }

  @Test
  void batches_ofOneSize_shareTheirArrays() {
    Batches batches = new Batches(numbered(25), 10);

    INDArray first = batches.get(0).features();
    int before = number(batches.get(0), 0);
    Batch second = batches.get(1);
    Batch last = batches.get(2);

    assertThat(second.features()).isSameAs(first);
    assertThat(before).isZero();
    assertThat(number(second, 0)).isEqualTo(10);
    assertThat(last.features().size(0)).isEqualTo(5);
    assertThat(number(second, 0)).as("the short batch has arrays of its own").isEqualTo(10);
  }

  @Test
  void arrays_madeInsideAWorkspace_outliveIt() {
    Batches batches = new Batches(numbered(20), 10);
    Batch batch;
    WorkspaceConfiguration configuration =
        WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (MemoryWorkspace workspace =
        Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "batches-test")) {
      assertThat(Nd4j.create(DataType.FLOAT, 1).isAttached()).isTrue();
      batch = batches.get(1);
      assertThat(workspace.isScopeActive()).isTrue();
    }

    assertThat(batch.features().isAttached()).isFalse();
    assertThat(batch.labels().isAttached()).isFalse();
    assertThat(number(batch, 0)).isEqualTo(10);
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }

  @Test
  void batchSize_zero_isRefused() {
    assertThatThrownBy(() -> new Batches(numbered(3), 0))
        .hasMessage("need a batch size of at least 1, found 0");
  }

  @Test
  void batch_beyondTheLast_isRefused() {
    assertThatThrownBy(() -> new Batches(numbered(3), 2).get(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Image i carries its number in its first two bytes, and has label i mod CLASSES. */
  private static ImageSet numbered(int size) {
    int imageBytes = CHANNELS * HEIGHT * WIDTH;
    byte[] pixels = new byte[size * imageBytes];
    byte[] labels = new byte[size];
    for (int i = 0; i < size; i++) {
      for (int p = 0; p < imageBytes; p++) {
        pixels[i * imageBytes + p] = (byte) (i * 31 + p * 7);
      }
      pixels[i * imageBytes] = (byte) (i >> 8);
      pixels[i * imageBytes + 1] = (byte) i;
      labels[i] = (byte) (i % CLASSES);
    }
    return new ImageSet(
        new LabelledImages(pixels, labels, CHANNELS, HEIGHT, WIDTH),
        IntStream.range(0, size).toArray(),
        CLASSES);
  }

  private static int number(Batch batch, int image) {
    int high = Math.round(batch.features().getFloat(image, 0, 0, 0) * 255);
    int low = Math.round(batch.features().getFloat(image, 0, 0, 1) * 255);
    return high * 256 + low;
  }

  private static List<Integer> order(Batches batches) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < batches.count(); i++) {
      Batch batch = batches.get(i);
      for (int image = 0; image < batch.features().size(0); image++) {
        order.add(number(batch, image));
      }
    }
    return order;
  }

  private static float[] oneHot(int label) {
    float[] oneHot = new float[CLASSES];
    oneHot[label] = 1;
    return oneHot;
  }
}
