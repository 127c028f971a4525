package dev.trawl.data;

import java.util.List;

/**
 * Images to train on, to choose by, and to test with, no image in two of them. Immutable; safe for
 * use by many threads.
 *
 * @param sha256 of the four files' raw contents, unpacked, one after the other: train images, train
 *     labels, test images, test labels; before any limit
 * @param labels the classes' names, in the order of the network's outputs
 * @param notes what its user should know about it, such as a limit above its size
 */
public record Dataset(
    String name,
    String sha256,
    List<String> labels,
    ImageSet train,
    ImageSet validation,
    ImageSet test,
    List<String> notes) {
  public Dataset {
    notes = List.copyOf(notes);
    labels = List.copyOf(labels);
  }

  public int channels() {
    return train.channels();
  }

  public int height() {
    return train.height();
  }

  public int width() {
    return train.width();
  }
}
