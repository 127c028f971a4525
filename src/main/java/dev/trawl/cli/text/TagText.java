package dev.trawl.cli.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Tags and notes for people. */
public final class TagText {
  private TagText() {}

  /** A line each, further lines of a text below its first; empty without tags. */
  public static String table(Map<String, String> tags) {
    return table(tags, UnaryOperator.identity());
  }

  public static String table(Map<String, String> tags, UnaryOperator<String> heading) {
    if (tags.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(List.of(TextTable.Column.left("TAG"), TextTable.Column.left("VALUE")));
    new TreeMap<>(tags)
        .forEach(
            (name, value) -> {
              String label = name;
              for (String line : value.split("\n", -1)) {
                table.add(List.of(label, line.replace("\t", "    ")));
                label = "";
              }
            });
    return table.render(heading);
  }

  /** On one line, long texts shortened, such as {@code by=ada note=good}. */
  public static String line(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(
                tag ->
                    tag.getKey()
                        + "="
                        + VisibleText.cut(tag.getValue().strip().replaceAll("\\s+", " ")))
            .collect(Collectors.joining(" "));
  }
}
