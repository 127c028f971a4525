package dev.trawl.track.filter;

import dev.trawl.sweep.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a filter's text. */
final class FilterProblems {
  private final String text;
  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  FilterProblems(String text, String source) {
    this.text = text;
    this.source = source;
  }

  /** Something that reading can go on after. */
  void add(int offset, String found, String expected, @Nullable String nearest) {
    String before = text.substring(0, offset);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    String inLine = before.substring(before.lastIndexOf('\n') + 1);
    int column = inLine.codePointCount(0, inLine.length()) + 1;
    problems.add(new Problem(source, line, column, found, expected, nearest));
  }

  /** Something that nothing can be read after. */
  InvalidFilterException fatal(
      int offset, String found, String expected, @Nullable String nearest) {
    add(offset, found, expected, nearest);
    return new InvalidFilterException(problems);
  }

  void check() throws InvalidFilterException {
    if (!problems.isEmpty()) {
      throw new InvalidFilterException(problems);
    }
  }
}
