package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import java.util.List;
import java.util.function.UnaryOperator;

/** Files of a model, with their sizes and checksums. */
final class FileTable {
  private final TextTable table =
      new TextTable(
          List.of(
              TextTable.Column.left("FILE"),
              TextTable.Column.right("SIZE"),
              TextTable.Column.left("SHA-256")));

  void add(String name, long bytes, String sha256) {
    table.add(List.of(name, Wording.bytes(bytes), sha256));
  }

  String render(UnaryOperator<String> heading) {
    return table.render(heading);
  }
}
