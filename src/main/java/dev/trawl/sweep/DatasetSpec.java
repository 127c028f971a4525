package dev.trawl.sweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which images a sweep trains on: exactly one of {@code name} and {@code path} is given.
 *
 * @param name a dataset of the catalog, such as {@code mnist}
 * @param path a folder of four IDX files, gzipped or not, as the file has it
 * @param validationSplit the fraction of the training images held out for validation, in (0, 1),
 *     stratified by class
 * @param trainLimit at most this many training images, before the split; null takes all
 * @param testLimit at most this many test images; null takes all
 * @param channels where the images of a folder have their channels; null goes by their sizes
 * @param labels the classes' names, all different, from label 0 on; empty takes the labels' numbers
 */
public record DatasetSpec(
    @Nullable String name,
    @Nullable String path,
    double validationSplit,
    @Nullable Integer trainLimit,
    @Nullable Integer testLimit,
    @Nullable ChannelOrder channels,
    List<String> labels) {

  public static final double DEFAULT_VALIDATION_SPLIT = 0.2;

  /** The same, with the channels where the sizes say. */
  public DatasetSpec(
      @Nullable String name,
      @Nullable String path,
      double validationSplit,
      @Nullable Integer trainLimit,
      @Nullable Integer testLimit) {
    this(name, path, validationSplit, trainLimit, testLimit, null, List.of());
  }

  public DatasetSpec {
    labels = List.copyOf(labels);
    if ((name == null) == (path == null)) {
      throw new IllegalArgumentException(
          "need either a name or a path, found name=%s path=%s".formatted(name, path));
    }
  }
}
