package dev.trawl.cli;

import dev.trawl.sweep.DatasetCatalog;
import java.util.TreeSet;

/** Checks the dataset that a command line names. */
final class DatasetName {
  private DatasetName() {}

  static void require(DatasetCatalog datasets, String name) {
    if (!datasets.names().contains(name)) {
      throw CommandException.usage(
          "need the name of a dataset (%s), found %s"
              .formatted(String.join(", ", new TreeSet<>(datasets.names())), name));
    }
  }
}
