package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.ChannelOrder;
import dev.trawl.sweep.DatasetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxFolderTest {
  private Path folder;

  @BeforeEach
  void write(@TempDir Path temporary) throws IOException {
    folder = temporary;
    IdxFiles.writeFolder(folder, 4, 6, new int[] {0, 1, 2, 1}, new int[] {2, 0});
  }

  @Test
  void folder_sound_hasItsOwnSizeAndClasses() throws IOException {
    IdxFolder.Loaded loaded = load();

    assertThat(loaded.classes()).isEqualTo(3);
    assertThat(loaded.train().count()).isEqualTo(4);
    assertThat(loaded.test().count()).isEqualTo(2);
    assertThat(loaded.train().shape()).isEqualTo("1 x 4 x 6");
    assertThat(loaded.test().label(0)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, train-images.idx3-ubyte",
    "train-labels-idx1-ubyte, train-labels.idx1-ubyte",
    "t10k-images-idx3-ubyte, test-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte, test-labels.idx1-ubyte"
  })
  void folder_withOtherSpellings_isUnderstood(String usual, String other) throws IOException {
    String sha256 = load().sha256();

    Files.move(folder.resolve(usual), folder.resolve(other));

    assertThat(load().sha256()).isEqualTo(sha256);
  }

  @Test
  void folder_gzipped_hasTheSameChecksum() throws IOException {
    String sha256 = load().sha256();

    for (String name : new String[] {IdxFiles.TRAIN_IMAGES, IdxFiles.TEST_LABELS}) {
      byte[] content = Files.readAllBytes(folder.resolve(name));
      Files.delete(folder.resolve(name));
      Files.write(folder.resolve(name + ".gz"), IdxFiles.gzip(content));
    }

    assertThat(load().sha256()).isEqualTo(sha256);
  }

  @Test
  void folder_ofColourImages_hasChannels() throws IOException {
    Files.write(file(IdxFiles.TRAIN_IMAGES), IdxFiles.idx(new byte[4 * 3 * 2 * 5], 4, 3, 2, 5));
    Files.write(file(IdxFiles.TEST_IMAGES), IdxFiles.idx(new byte[2 * 3 * 2 * 5], 2, 3, 2, 5));

    assertThat(load().train().shape()).isEqualTo("3 x 2 x 5");
  }

  @Test
  void folder_missing_isNamed() {
    Path nowhere = folder.resolve("nowhere");

    assertThatThrownBy(() -> new IdxFolder(nowhere).load(OptionalInt.empty()))
        .isInstanceOf(DatasetException.class)
        .hasMessage("need a folder of four IDX files at %s, found nothing", nowhere);
  }

  @Test
  void folder_thatIsAFile_isNamed() {
    Path file = file(IdxFiles.TRAIN_LABELS);

    assertThatThrownBy(() -> new IdxFolder(file).load(OptionalInt.empty()))
        .hasMessage("need a folder of four IDX files at %s, found a file", file);
  }

  @Test
  void folder_withoutTwoFiles_namesBoth() throws IOException {
    Files.delete(file(IdxFiles.TRAIN_LABELS));
    Files.delete(file(IdxFiles.TEST_IMAGES));

    assertThatThrownBy(this::load)
        .hasMessageStartingWith("need four IDX files in %s, named like train-images", folder)
        .hasMessageEndingWith("found no train labels, no test images");
  }

  @Test
  void folder_withTheSamePartTwice_namesBothFiles() throws IOException {
    Files.copy(file(IdxFiles.TRAIN_LABELS), folder.resolve("train-labels.idx1-ubyte"));

    assertThatThrownBy(this::load)
        .hasMessage(
            "need one file of train labels in %s, found train-labels-idx1-ubyte and"
                + " train-labels.idx1-ubyte",
            folder);
  }

  @Test
  void labels_fewerThanImages_areNamedWithBothCounts() throws IOException {
    Files.write(file(IdxFiles.TRAIN_LABELS), IdxFiles.labels(0, 1, 2));

    assertThatThrownBy(this::load)
        .hasMessage(
            "need as many labels as images, found 4 images in %s and 3 labels in %s",
            file(IdxFiles.TRAIN_IMAGES), file(IdxFiles.TRAIN_LABELS));
  }

  @Test
  void testLabel_ofNoTrainClass_isNamedWithItsImage() throws IOException {
    Files.write(file(IdxFiles.TEST_LABELS), IdxFiles.labels(2, 7));

    assertThatThrownBy(this::load)
        .hasMessage(
            "%s: need labels from 0 to 2, found label 7 at image 1", file(IdxFiles.TEST_LABELS));
  }

  @Test
  void trainLabel_beyondKnownClasses_isNamedWithItsImage() {
    assertThatThrownBy(() -> new IdxFolder(folder).load(OptionalInt.of(2)))
        .hasMessage(
            "%s: need labels from 0 to 1, found label 2 at image 2", file(IdxFiles.TRAIN_LABELS));
  }

  @Test
  void labels_ofOneClass_areRefused() throws IOException {
    Files.write(file(IdxFiles.TRAIN_LABELS), IdxFiles.labels(0, 0, 0, 0));

    assertThatThrownBy(this::load)
        .hasMessage("%s: need at least 2 classes, found only label 0 in the train labels", folder);
  }

  /** Not the highest label counts, but the labels there are. */
  @Test
  void labels_ofOneClassOtherThanZero_areRefused() throws IOException {
    Files.write(file(IdxFiles.TRAIN_LABELS), IdxFiles.labels(7, 7, 7, 7));

    assertThatThrownBy(this::load)
        .hasMessage("%s: need at least 2 classes, found only label 7 in the train labels", folder);
  }

  @Test
  void labels_thatSkip_haveAnOutputEachAndANote() throws IOException {
    Files.write(file(IdxFiles.TRAIN_LABELS), IdxFiles.labels(0, 1, 5, 1));
    Files.write(file(IdxFiles.TEST_LABELS), IdxFiles.labels(3, 0));

    IdxFolder.Loaded loaded = load();

    assertThat(loaded.classes()).isEqualTo(6);
    assertThat(DatasetNotes.of(loaded, new DatasetSpec(null, "x", 0.2, 9, 2)))
        .containsExactly(
            "need a train_limit of at most 4 images, found 9: all 4 are used",
            "no image has label 2, 4: the network has 6 outputs all the same, one for each from 0"
                + " to 5",
            "only test images have label 3: no run can learn to tell them",
            "no test image has label 1, 5: no test says how well they are told");
  }

  @Test
  void folder_ofColourImagesWithTheChannelsLast_isRecognisedAndTurned() throws IOException {
    byte[] pixels = new byte[4 * 2 * 5 * 3];
    new Random(3).nextBytes(pixels);
    Files.write(file(IdxFiles.TRAIN_IMAGES), IdxFiles.idx(pixels, 4, 2, 5, 3));
    Files.write(file(IdxFiles.TEST_IMAGES), IdxFiles.idx(new byte[2 * 2 * 5 * 3], 2, 2, 5, 3));

    LabelledImages train = load().train();

    assertThat(train.shape()).isEqualTo("3 x 2 x 5");
    for (int image = 0; image < 4; image++) {
      for (int channel = 0; channel < 3; channel++) {
        for (int row = 0; row < 2; row++) {
          for (int column = 0; column < 5; column++) {
            assertThat(train.pixels()[((image * 3 + channel) * 2 + row) * 5 + column])
                .isEqualTo(pixels[((image * 2 + row) * 5 + column) * 3 + channel]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 8, 3, the second and the last may be the channels",
    "1, 8, 4, the second and the last may be the channels",
    "2, 8, 8, neither the second nor the last is 1",
    "8, 3, 8, neither the second nor the last is 1"
  })
  void folder_ofImagesWhoseChannelsAreNotSure_isRefusedUnlessAsked(
      int second, int third, int last, String found) throws IOException {
    int bytes = second * third * last;
    Files.write(
        file(IdxFiles.TRAIN_IMAGES), IdxFiles.idx(new byte[4 * bytes], 4, second, third, last));
    Files.write(
        file(IdxFiles.TEST_IMAGES), IdxFiles.idx(new byte[2 * bytes], 2, second, third, last));

    assertThatThrownBy(this::load)
        .hasMessageContaining(
            "need dataset.channels: first or last, found the sizes 4 x %d x %d x %d, of which %s",
            second, third, last, found);
    assertThat(load(ChannelOrder.FIRST).channels()).isEqualTo(second);
    assertThat(load(ChannelOrder.LAST).channels()).isEqualTo(last);
    assertThat(load(ChannelOrder.LAST).height()).isEqualTo(second);
  }

  @Test
  void channels_ofGreyImages_areRefused() {
    assertThatThrownBy(() -> load(ChannelOrder.LAST))
        .hasMessage(
            "%s: need images of rank 4 for dataset.channels, found rank 3",
            file(IdxFiles.TRAIN_IMAGES));
  }

  private LabelledImages load(ChannelOrder channels) throws DatasetException {
    return new IdxFolder(folder, channels).load(OptionalInt.empty()).train();
  }

  @Test
  void testImages_ofAnotherSize_areNamedWithBothSizes() throws IOException {
    Files.write(file(IdxFiles.TEST_IMAGES), IdxFiles.randomImages(2, 6, 4, 3));

    assertThatThrownBy(this::load)
        .hasMessage(
            "%s: need test images of the train images' size, 1 x 4 x 6, found 1 x 6 x 4", folder);
  }

  private IdxFolder.Loaded load() throws DatasetException {
    return new IdxFolder(folder).load(OptionalInt.empty());
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
