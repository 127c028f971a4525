package dev.trawl.cli.text;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in Markdown, as GitHub shows it. */
final class Markdown {
  /** What would be taken for markup. */
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>&|~#]");

  private Markdown() {}

  /** The text on one line, without a meaning in Markdown. */
  static String text(String line) {
    return MARKUP.matcher(VisibleText.line(line)).replaceAll("\\\\$0");
  }

  /** Each line of the text as one. */
  static String lines(String text) {
    return text.lines().map(Markdown::text).collect(Collectors.joining("  \n"));
  }
}
