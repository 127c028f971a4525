package dev.trawl.sweep;

import java.util.List;

/** Reads sweep files. Immutable and safe for use by many threads. */
public final class SweepFiles {
  private final DatasetCatalog datasets;
  private final ParameterCatalog parameters;

  public SweepFiles(DatasetCatalog datasets, ParameterCatalog parameters) {
    this.datasets = datasets;
    this.parameters = parameters;
  }

  /**
   * What the file says.
   *
   * @throws InvalidSweepException with every problem, when there is one
   */
  public Checked read(SweepSource source) throws InvalidSweepException {
    if (datasets.names().isEmpty() || parameters.models().isEmpty()) {
      throw new IllegalStateException("need catalogs with entries");
    }
    throw new InvalidSweepException(
        List.of(new Problem(source.file(), 1, 1, "a file", "a reader", null)));
  }

  /**
   * A valid sweep and what its author should know about it.
   *
   * @param warnings located like problems, but nothing that stops the sweep
   */
  public record Checked(SweepSpec spec, List<Problem> warnings) {
    public Checked {
      warnings = List.copyOf(warnings);
    }
  }
}
