package dev.trawl.sweep.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what SnakeYAML found wrong with a text in the words of the other problems. */
final class SyntaxProblem {
  private static final Pattern UNDEFINED_ALIAS = Pattern.compile("found undefined alias (.*)");
  private static final Pattern BEYOND_UNICODE = Pattern.compile("\\\\U[89a-fA-F][0-9a-fA-F]{7}");
  private static final int LONGEST = 60;

  private final String text;
  private final String file;
  private final int columns;

  /**
   * A reporter of problems in {@code text}.
   *
   * @param columns how many columns stand before the text on its first line
   */
  SyntaxProblem(String text, String file, int columns) {
    this.text = text;
    this.file = file;
    this.columns = columns;
  }

  void report(RuntimeException e, Problems problems) {
    Mark mark = e instanceof MarkedYAMLException marked ? mark(marked) : null;
    Matcher escape = BEYOND_UNICODE.matcher(text);
    if (mark != null) {
      report((MarkedYAMLException) e, mark, problems);
    } else if (escape.find()) {
      problems.error(place(escape.start()), "the escape " + escape.group(), "one of Unicode");
    } else {
      problems.error(place(0), "text that is not YAML", "YAML (" + oneLine(e.getMessage()) + ")");
    }
  }

  private static @Nullable Mark mark(MarkedYAMLException e) {
    return e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
  }

  private void report(MarkedYAMLException e, Mark mark, Problems problems) {
    Place place = NodeExpander.place(mark, file, columns);
    String problem = oneLine(e.getProblem());
    Matcher alias = UNDEFINED_ALIAS.matcher(problem);
    if (problem.contains("\\t")) {
      problems.error(place, "a tab", "spaces: YAML takes no tabs for indentation");
    } else if (alias.matches()) {
      problems.error(place, "*" + alias.group(1), "an anchor &" + alias.group(1) + " above it");
    } else if (problem.contains("another document")) {
      problems.error(place, "a second document", "one sweep a file");
    } else {
      String context = oneLine(e.getContext());
      String because = context.isEmpty() ? problem : context + ": " + problem;
      problems.error(place, line(mark), "YAML (" + because + ")");
    }
  }

  private String line(Mark mark) {
    int characters = Math.min(mark.getIndex(), text.codePointCount(0, text.length()));
    if (text.substring(text.offsetByCodePoints(0, characters)).isBlank()) {
      return "the end of the text";
    }
    String line = text.lines().skip(mark.getLine()).findFirst().orElse("").strip();
    return '"' + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + '"';
  }

  private Place place(int index) {
    String before = text.substring(0, index);
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = 1 + Math.toIntExact(before.chars().filter(c -> c == '\n').count());
    int column = before.codePointCount(lineStart, index) + 1 + (line == 1 ? columns : 0);
    return new Place(file, line, column);
  }

  /** {@code words}, which may be missing, on one line. */
  private static String oneLine(@Nullable String words) {
    return words == null ? "" : words.strip().replaceAll("\\s+", " ");
  }
}
