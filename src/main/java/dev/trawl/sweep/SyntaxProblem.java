package dev.trawl.sweep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what SnakeYAML found wrong with the text in the words of the other problems. */
final class SyntaxProblem {
  private static final Pattern UNDEFINED_ALIAS = Pattern.compile("found undefined alias (.*)");
  private static final int LONGEST = 60;

  private SyntaxProblem() {}

  static void report(MarkedYAMLException e, String text, Place place, Problems problems) {
    String problem = oneLine(e.getProblem());
    Matcher alias = UNDEFINED_ALIAS.matcher(problem);
    if (problem.contains("\\t")) {
      problems.error(place, "a tab", "spaces: YAML takes no tabs for indentation");
    } else if (alias.matches()) {
      problems.error(place, "*" + alias.group(1), "an anchor &" + alias.group(1) + " above it");
    } else if (problem.contains("another document")) {
      problems.error(place, "a second document", "one sweep a file");
    } else {
      problems.error(place, line(text, place.line()), "YAML (" + because(e, problem) + ")");
    }
  }

  /** {@code text}, which may be missing, on one line. */
  static String oneLine(@Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s+", " ");
  }

  private static String because(MarkedYAMLException e, String problem) {
    String context = oneLine(e.getContext());
    return context.isEmpty() ? problem : context + ": " + problem;
  }

  private static String line(String text, int number) {
    String line = text.lines().skip(number - 1L).findFirst().orElse("").strip();
    if (line.isEmpty()) {
      return "the end of the text";
    }
    return '"' + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + '"';
  }
}
