package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.DatasetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of IDX files, by path. */
class DatasetsTest {
  private Path folder;

  @BeforeEach
  void write(@TempDir Path temporary) throws IOException {
    folder = temporary;
    IdxFiles.writeFolder(
        folder,
        8,
        6,
        IntStream.range(0, 200).map(i -> i % 5).toArray(),
        IntStream.range(0, 60).map(i -> i % 5).toArray());
  }

  @Test
  void folder_byPath_isLoadedWithItsOwnSizeAndClasses() throws IOException {
    Dataset dataset = load(spec(0.25, null, null), 1);

    assertThat(dataset.name()).isEqualTo(folder.toString());
    assertThat(dataset.labels()).containsExactly("0", "1", "2", "3", "4");
    assertThat(List.of(dataset.channels(), dataset.height(), dataset.width()))
        .containsExactly(1, 8, 6);
    assertThat(dataset.train().classCounts()).containsOnly(30);
    assertThat(dataset.validation().classCounts()).containsOnly(10);
    assertThat(dataset.test().classCounts()).containsOnly(12);
  }

  /** By the places that the divided sets give. */
  @Test
  void stored_theContentsThatRunsHad_areTheSameImagesByTheirPlaces() throws IOException {
    Dataset dataset = load(spec(0.25, 100, 25), 1);

    StoredImages.Files stored =
        new Datasets(folder.resolve("cache"), line -> {})
            .stored(spec(0.25, null, null), dataset.sha256());

    assertThat(List.of(stored.train().size(), stored.test().size())).containsExactly(200, 60);
    assertSame(stored.train(), dataset.validation());
    assertSame(stored.test(), dataset.test());
  }

  private static void assertSame(StoredImages stored, ImageSet set) {
    for (int image = 0; image < set.size(); image++) {
      int index = set.indexInFile(image);
      assertThat(stored.label(index)).isEqualTo(set.label(image));
      assertThat(stored.pixels(index)).isEqualTo(set.pixels(image));
    }
    assertThat(List.of(stored.channels(), stored.height(), stored.width()))
        .containsExactly(set.channels(), set.height(), set.width());
  }

  @Test
  void stored_otherContentsOrNone_areRefusedAndNotFetched() {
    Path cache = folder.resolve("cache");
    Datasets tiny = new TinyDataset().datasets(cache);

    assertThatThrownBy(() -> tiny.stored(new TinyDataset().spec(), "ab"))
        .hasMessage(
            "need tiny on this machine, found no such files (trawl data fetch tiny gets them)");
    assertThatThrownBy(() -> tiny.stored(spec(0.2, null, null), "ab"))
        .hasMessageStartingWith("need the images with SHA-256 ab, found other ones, with ");
    assertThat(cache).doesNotExist();
  }

  @Test
  void labels_given_nameEachClassOrAreRefused() throws IOException {
    List<String> names = List.of("a", "b", "c", "d", "e");
    DatasetSpec named = new DatasetSpec(null, folder.toString(), 0.2, null, null, null, names);
    DatasetSpec fewer =
        new DatasetSpec(null, folder.toString(), 0.2, null, null, null, names.subList(0, 4));

    assertThat(load(named, 1).labels()).isEqualTo(names);
    assertThatThrownBy(() -> load(fewer, 1))
        .hasMessage("dataset.labels: need 5 names, one for each class, found 4");
  }

  @Test
  void limits_given_areExactAndStratified() throws IOException {
    Dataset dataset = load(spec(0.2, 100, 25), 1);

    assertThat(dataset.train().classCounts()).containsOnly(16);
    assertThat(dataset.validation().classCounts()).containsOnly(4);
    assertThat(dataset.test().classCounts()).containsOnly(5);
  }

  @Test
  void limits_ofOneFile_leaveTheOtherFilesChoiceAlone() throws IOException {
    Dataset both = load(spec(0.2, 100, 25), 1);

    assertThat(indices(load(spec(0.2, 100, null), 1).train())).isEqualTo(indices(both.train()));
    assertThat(indices(load(spec(0.2, 100, 7), 1).validation()))
        .isEqualTo(indices(both.validation()));
    assertThat(indices(load(spec(0.4, null, 25), 1).test())).isEqualTo(indices(both.test()));
  }

  @Test
  void seed_decidesTheSplit_andNotTheChecksum() throws IOException {
    Dataset one = load(spec(0.2, null, null), 1);
    Dataset again = load(spec(0.2, null, null), 1);
    Dataset two = load(spec(0.2, null, null), 2);

    assertThat(indices(again.validation())).isEqualTo(indices(one.validation()));
    assertThat(indices(two.validation())).isNotEqualTo(indices(one.validation()));
    assertThat(two.sha256()).isEqualTo(one.sha256()).matches("[0-9a-f]{64}");
  }

  @Test
  void split_thatLeavesNothing_isRefused() {
    assertThatThrownBy(() -> load(spec(0.01, 10, null), 1))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "%s: need a validation_split that leaves images to train on and to validate with,"
                + " found 0.01 of 10 images",
            folder);
  }

  @Test
  void limit_belowOne_isRefused() {
    assertThatThrownBy(() -> load(spec(0.2, null, 0), 1))
        .isInstanceOf(DatasetException.class)
        .hasMessage("need a limit of at least 1 image, found 0");
  }

  @Test
  void split_outsideZeroToOne_isRefused() {
    assertThatThrownBy(() -> load(spec(Double.NaN, null, null), 1))
        .isInstanceOf(DatasetException.class)
        .hasMessage("need a validation_split between 0 and 1, found NaN");
  }

  @Test
  void limit_thatLeavesOneClass_isRefused() {
    assertThatThrownBy(() -> load(spec(0.5, 2, null), 1))
        .hasMessageStartingWith(folder + ": need at least 2 classes to train on, found only label ")
        .hasMessageEndingWith(" in the 1 images that train_limit and validation_split leave");
  }

  @Test
  void summary_ofAFolder_hasTheRealNumbersAndSaysWhatLimitsNothing() throws IOException {
    DatasetSummary summary =
        new Datasets(folder.resolve("cache"), line -> {}).summary(spec(0.25, 999_999, 7), 1);

    assertThat(summary)
        .isEqualTo(
            new DatasetSummary(
                150,
                50,
                7,
                1,
                8,
                6,
                5,
                List.of(
                    "need a train_limit of at most 200 images, found 999,999: all 200 are used")));
  }

  @Test
  void summary_ofAKnownDataset_isThatOfTheLoadedOne_withoutFetchingIt() throws IOException {
    TinyDataset tiny = new TinyDataset();
    DatasetSpec spec = new DatasetSpec("tiny", null, 0.3, 15, 9);
    Path cache = folder.resolve("cache");
    DatasetSummary unseen = tiny.datasets(cache).summary(spec, 1);
    assertThat(cache).doesNotExist();

    Path placed = Files.createDirectories(cache.resolve("tiny"));
    for (String name : tiny.contents().keySet()) {
      Files.write(placed.resolve(name), tiny.content(name));
    }

    assertThat(unseen).isEqualTo(DatasetSummary.of(tiny.datasets(cache).load(spec, 1)));
  }

  @Test
  void name_unknown_isNamedWithTheKnownOnes() {
    Datasets datasets = new Datasets(folder, line -> {});

    assertThat(datasets.names()).containsExactly("mnist");
    assertThatThrownBy(() -> datasets.fetch("mnits"))
        .isInstanceOf(DatasetException.class)
        .hasMessage("need the name of a dataset (mnist), found mnits");
  }

  private DatasetSpec spec(
      double split, @Nullable Integer trainLimit, @Nullable Integer testLimit) {
    return new DatasetSpec(null, folder.toString(), split, trainLimit, testLimit);
  }

  private Dataset load(DatasetSpec spec, long seed) throws DatasetException {
    return new Datasets(folder.resolve("cache"), line -> {}).load(spec, seed);
  }

  private static List<Integer> indices(ImageSet images) {
    return IntStream.range(0, images.size()).mapToObj(images::indexInFile).toList();
  }
}
