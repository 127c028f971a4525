package dev.trawl.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Rows of cells in aligned columns, two spaces apart. */
public final class TextTable {
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** A column: numbers stand at its right, all else at its left. */
  public record Column(String title, boolean right) {
    public Column {
      title = VisibleText.line(title);
    }

    public static Column left(String title) {
      return new Column(title, false);
    }

    public static Column right(String title) {
      return new Column(title, true);
    }
  }

  public TextTable(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  public TextTable add(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "need %d cells, found %d".formatted(columns.size(), cells.size()));
    }
    rows.add(cells.stream().map(VisibleText::line).toList());
    return this;
  }

  /** The lines, each ended, without spaces at their ends. */
  public String render(UnaryOperator<String> heading) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = VisibleText.width(columns.get(i).title());
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], VisibleText.width(row.get(i)));
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(heading.apply(line(columns.stream().map(Column::title).toList(), widths)));
    text.append('\n');
    rows.forEach(row -> text.append(line(row, widths)).append('\n'));
    return text.toString();
  }

  /** The same as a table in GitHub's Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder(row(columns.stream().map(Column::title).toList()));
    columns.forEach(column -> text.append(column.right() ? "|--:" : "|:--"));
    text.append("|\n");
    rows.forEach(cells -> text.append(row(cells)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream().map(Markdown::text).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - VisibleText.width(cells.get(i)));
      line.append(i == 0 ? "" : "  ");
      line.append(columns.get(i).right() ? padding + cells.get(i) : cells.get(i) + padding);
    }
    return line.toString().stripTrailing();
  }
}
