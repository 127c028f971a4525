package dev.trawl.track.filter;

import dev.trawl.sweep.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Text that is no filter, or no order, with all of its problems. */
public final class InvalidFilterException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidFilterException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** At least one, in the text's order; the file of each is the text's source. */
  public List<Problem> problems() {
    return problems;
  }
}
