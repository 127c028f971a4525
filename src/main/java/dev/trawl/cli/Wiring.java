package dev.trawl.cli;

import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepFiles;
import java.nio.file.Path;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Connects the rooms by their constructors, each made when a command first asks for it, so that the
 * short commands stay short.
 */
final class Wiring {
  /** Where datasets are kept; {@code ~/.cache/trawl} without it. */
  private static final String CACHE = "TRAWL_CACHE";

  private final Output output;
  private final Architectures architectures = new Architectures();
  private @Nullable Datasets datasets;

  Wiring(Output output) {
    this.output = output;
  }

  Architectures architectures() {
    return architectures;
  }

  Datasets datasets() {
    if (datasets == null) {
      datasets = new Datasets(cache(), output.err()::println);
    }
    return datasets;
  }

  SweepFiles sweepFiles() {
    return new SweepFiles(datasets(), architectures);
  }

  /** Where datasets are kept. */
  Path cache() {
    String folder = output.console().environment().get(CACHE);
    return folder == null
        ? Path.of(System.getProperty("user.home"), ".cache", "trawl")
        : Path.of(folder);
  }

  void requireDataset(String name) {
    if (!datasets().names().contains(name)) {
      throw CommandException.usage(
          "need the name of a dataset (%s), found %s"
              .formatted(String.join(", ", new TreeSet<>(datasets().names())), name));
    }
  }
}
