package dev.trawl.track;

import java.util.List;

/**
 * The images that a sweep's runs are trained and measured on.
 *
 * @param sha256 of the four files' contents, before any limit
 * @param labels the classes' names, in the order of the network's outputs
 */
public record DatasetInfo(
    String name,
    String sha256,
    int trainImages,
    int validationImages,
    int testImages,
    int height,
    int width,
    int channels,
    List<String> labels) {
  public DatasetInfo {
    Needed.notNull("the data set's name", name);
    Needed.notNull("the data set's checksum, empty for none", sha256);
    for (String label : Needed.notNull("the data set's labels", labels)) {
      Needed.notNull("each label's name", label);
    }
    labels = List.copyOf(labels);
  }

  DatasetInfo named(String other) {
    return new DatasetInfo(
        other, sha256, trainImages, validationImages, testImages, height, width, channels, labels);
  }
}
