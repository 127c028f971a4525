package dev.trawl.data;

import dev.trawl.data.IdxReader.IdxContent;
import dev.trawl.sweep.ChannelOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of four IDX files, named like MNIST's: {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte}, {@code t10k-images-idx3-ubyte}, {@code t10k-labels-idx1-ubyte}. Each
 * may end in {@code .gz}; {@code .idx3} for {@code -idx3}, {@code idx4} and {@code test-} for
 * {@code t10k-} are understood too.
 */
final class IdxFolder {
  private final Path folder;
  private final @Nullable ChannelOrder channels;

  IdxFolder(Path folder) {
    this(folder, null);
  }

  /**
   * @param channels where its images have them; null goes by their sizes
   */
  IdxFolder(Path folder, @Nullable ChannelOrder channels) {
    this.folder = folder.toAbsolutePath().normalize();
    this.channels = channels;
  }

  /** The files that are there, whole or not. */
  Map<DatasetFile, Path> files() throws DatasetException {
    Map<DatasetFile, Path> files = new EnumMap<>(DatasetFile.class);
    if (!Files.isDirectory(folder)) {
      return files;
    }
    for (Path file : regularFiles()) {
      for (DatasetFile part : DatasetFile.values()) {
        if (part.isNamed(file.getFileName().toString())) {
          Path other = files.put(part, file);
          if (other != null) {
            throw new DatasetException(
                "need one file of %s in %s, found %s and %s"
                    .formatted(part, folder, other.getFileName(), file.getFileName()));
          }
        }
      }
    }
    return files;
  }

  /**
   * Reads and checks all four.
   *
   * @param classes how many there are; without it one more than the highest of the train labels, so
   *     that a label is the number of its output
   */
  Loaded load(OptionalInt classes) throws DatasetException {
    Map<DatasetFile, IdxContent> contents = read();
    LabelledImages train = pair(contents, DatasetFile.TRAIN_IMAGES, DatasetFile.TRAIN_LABELS);
    LabelledImages test = pair(contents, DatasetFile.TEST_IMAGES, DatasetFile.TEST_LABELS);
    if (!test.hasShapeOf(train)) {
      throw new DatasetException(
          "%s: need test images of the train images' size, %s, found %s"
              .formatted(folder, train.shape(), test.shape()));
    }
    int[] counts = train.labelCounts();
    int[] occurring = IntStream.range(0, 256).filter(i -> counts[i] > 0).toArray();
    if (occurring.length < 2) {
      throw new DatasetException(
          "%s: need at least 2 classes, found only label %d in the train labels"
              .formatted(folder, occurring[0]));
    }
    int classCount = classes.orElse(1 + occurring[occurring.length - 1]);
    checkLabels(train, classCount, content(contents, DatasetFile.TRAIN_LABELS).file());
    checkLabels(test, classCount, content(contents, DatasetFile.TEST_LABELS).file());
    return new Loaded(contents, train, test, classCount);
  }

  private Map<DatasetFile, IdxContent> read() throws DatasetException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "need a folder of four IDX files at %s, found %s"
              .formatted(folder, Files.exists(folder) ? "a file" : "nothing"));
    }
    Map<DatasetFile, Path> files = files();
    List<String> missing = new ArrayList<>();
    for (DatasetFile part : DatasetFile.values()) {
      if (!files.containsKey(part)) {
        missing.add(part.toString());
      }
    }
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "need four IDX files in %s, named like train-images-idx3-ubyte, train-labels-idx1-ubyte,"
                  .formatted(folder)
              + " t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte (or .gz), found no "
              + String.join(", no ", missing));
    }
    Map<DatasetFile, IdxContent> contents = new EnumMap<>(DatasetFile.class);
    for (Map.Entry<DatasetFile, Path> file : files.entrySet()) {
      contents.put(
          file.getKey(),
          switch (file.getKey()) {
            case TRAIN_IMAGES, TEST_IMAGES -> IdxReader.readImages(file.getValue());
            case TRAIN_LABELS, TEST_LABELS -> IdxReader.readLabels(file.getValue());
          });
    }
    return contents;
  }

  private List<Path> regularFiles() throws DatasetException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw FailureText.unreadable(folder, e);
    }
  }

  private LabelledImages pair(
      Map<DatasetFile, IdxContent> contents, DatasetFile images, DatasetFile labels)
      throws DatasetException {
    return LabelledImages.of(content(contents, images), content(contents, labels), channels);
  }

  private static IdxContent content(Map<DatasetFile, IdxContent> contents, DatasetFile part) {
    IdxContent content = contents.get(part);
    if (content == null) {
      throw new IllegalStateException("need %s, found none".formatted(part));
    }
    return content;
  }

  private static void checkLabels(LabelledImages images, int classes, Path file)
      throws DatasetException {
    for (int i = 0; i < images.count(); i++) {
      if (images.label(i) >= classes) {
        throw new DatasetException(
            "%s: need labels from 0 to %d, found label %d at image %d"
                .formatted(file, classes - 1, images.label(i), i));
      }
    }
  }

  /** Four files that fit together. */
  record Loaded(
      Map<DatasetFile, IdxContent> contents,
      LabelledImages train,
      LabelledImages test,
      int classes) {

    /**
     * The SHA-256 of the four raw contents, one after the other in the order of {@link
     * DatasetFile}.
     */
    String sha256() {
      MessageDigest sha256 = Checksums.sha256();
      for (DatasetFile part : DatasetFile.values()) {
        content(contents, part).addTo(sha256);
      }
      return Checksums.hex(sha256);
    }
  }
}
