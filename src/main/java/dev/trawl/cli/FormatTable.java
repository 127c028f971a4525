package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportedFormat;
import dev.trawl.export.FormatComparison;
import dev.trawl.export.Speed;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What each format of an export is worth: size, accuracy, and speed against floats. */
final class FormatTable {
  private final List<ExportedFormat> formats;
  private final FormatComparison comparison;

  FormatTable(List<ExportedFormat> formats, double tolerance) {
    this.formats = formats;
    this.comparison = new FormatComparison(formats, tolerance);
  }

  String text(UnaryOperator<String> heading) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("FORMAT"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.right("ACCURACY"),
                TextTable.Column.right("OTHER CLASS"),
                TextTable.Column.right("PROBABILITY OFF BY"),
                TextTable.Column.right("1 IMAGE"),
                TextTable.Column.right(Speed.BATCH + " IMAGES")));
    for (ExportedFormat format : formats) {
      table.add(
          List.of(
              format.record().format(),
              Wording.bytes(format.record().bytes()),
              Accuracies.percent(format.record().accuracy()),
              Wording.count(format.agreement().differing()),
              String.format(Locale.ROOT, "%.0e", format.agreement().largest()),
              ratio(comparison.imageSpeedup(format)),
              ratio(comparison.batchSpeedup(format))));
    }
    return "%s%n%s%n".formatted(table.render(heading), String.join("\n", comparison.notes()));
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f ×", ratio);
  }
}
