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
  Map<Part, Path> files() throws DatasetException {
    Map<Part, Path> files = new EnumMap<>(Part.class);
    if (!Files.isDirectory(folder)) {
      return files;
    }
    for (Path file : regularFiles()) {
      for (Part part : Part.values()) {
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
    Map<Part, IdxContent> contents = read();
    LabelledImages train = pair(contents, Part.TRAIN_IMAGES, Part.TRAIN_LABELS);
    LabelledImages test = pair(contents, Part.TEST_IMAGES, Part.TEST_LABELS);
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
    checkLabels(train, classCount, content(contents, Part.TRAIN_LABELS).file());
    checkLabels(test, classCount, content(contents, Part.TEST_LABELS).file());
    return new Loaded(contents, train, test, classCount);
  }

  private Map<Part, IdxContent> read() throws DatasetException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          "need a folder of four IDX files at %s, found %s"
              .formatted(folder, Files.exists(folder) ? "a file" : "nothing"));
    }
    Map<Part, Path> files = files();
    List<String> missing = new ArrayList<>();
    for (Part part : Part.values()) {
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
    Map<Part, IdxContent> contents = new EnumMap<>(Part.class);
    for (Map.Entry<Part, Path> file : files.entrySet()) {
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
      throw Failure.unreadable(folder, e);
    }
  }

  private LabelledImages pair(Map<Part, IdxContent> contents, Part images, Part labels)
      throws DatasetException {
    return LabelledImages.of(content(contents, images), content(contents, labels), channels);
  }

  private static IdxContent content(Map<Part, IdxContent> contents, Part part) {
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
      Map<Part, IdxContent> contents, LabelledImages train, LabelledImages test, int classes) {

    /** The SHA-256 of the four raw contents, one after the other in the order of {@link Part}. */
    String sha256() {
      MessageDigest sha256 = Checksums.sha256();
      for (Part part : Part.values()) {
        content(contents, part).addTo(sha256);
      }
      return Checksums.hex(sha256);
    }
  }
}
