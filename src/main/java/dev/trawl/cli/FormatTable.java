package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.PairedDifference;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportedFormat;
import dev.trawl.export.Speed;
import dev.trawl.track.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What each format of an export is worth: size, accuracy, and speed against floats. */
final class FormatTable {
  /** Slower by less is the measurement's own. */
  private static final double NOTICED = 0.97;

  private final List<ExportedFormat> formats;
  private final ExportedFormat floats;
  private final double tolerance;

  FormatTable(List<ExportedFormat> formats, double tolerance) {
    this.formats = formats;
    this.tolerance = tolerance;
    this.floats =
        formats.stream()
            .filter(each -> each.record().format().equals("onnx"))
            .findFirst()
            .or(() -> formats.stream().filter(each -> !each.quantised()).findFirst())
            .orElse(formats.get(0));
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
              ratio(single(format)),
              ratio(batch(format))));
    }
    return table.render(heading) + String.join("", notes());
  }

  /** How many times as fast as floats an image alone is. */
  private double single(ExportedFormat format) {
    return floats.speed().microseconds() / format.speed().microseconds();
  }

  private double batch(ExportedFormat format) {
    return format.speed().imagesPerSecond() / floats.speed().imagesPerSecond();
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f ×", ratio);
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "%nSpeeds are against %s: an image alone in %.0f µs, %,.0f images/s in batches of %d,"
                + " in processor time on one thread.%n",
            floats.record().format(),
            floats.speed().microseconds(),
            floats.speed().imagesPerSecond(),
            Speed.BATCH));
    for (ExportedFormat format : formats) {
      if (format.quantised()) {
        notes.add(difference(format));
        if (Math.min(single(format), batch(format)) < NOTICED) {
          notes.add(
              "%s is slower than %s here.%n"
                  .formatted(format.record().format(), floats.record().format()));
        }
      }
    }
    return notes;
  }

  private String difference(ExportedFormat format) {
    PairedDifference paired = format.agreement().paired();
    Interval interval = paired.interval();
    String doubt =
        interval.low() < -tolerance
            ? String.format(
                Locale.ROOT,
                " These %,d images can't show that it loses less than %.2f points.",
                paired.images(),
                100 * tolerance)
            : "";
    return String.format(
        Locale.ROOT,
        "%s: %+.2f points of accuracy (95 %% %+.2f to %+.2f, McNemar's p %.2f).%s%n",
        format.record().format(),
        100 * paired.value(),
        100 * interval.low(),
        100 * interval.high(),
        paired.p(),
        doubt);
  }
}
