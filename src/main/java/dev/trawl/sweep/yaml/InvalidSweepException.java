package dev.trawl.sweep.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A sweep file that can't be run, with all of its problems. */
public final class InvalidSweepException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidSweepException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in the file's order. */
  public List<Problem> problems() {
    return problems;
  }
}
