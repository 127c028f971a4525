package dev.trawl.export;

import dev.trawl.analysis.PairedDifference;
import dev.trawl.track.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The formats of one export beside each other: their speeds against floats, of 8 bits their own,
 * and in words.
 */
public final class FormatComparison {
  /** Slower by less is the measurement's own. */
  private static final double NOTICED = 0.97;

  private final List<ExportedFormat> formats;
  private final double tolerance;

  /**
   * Compares.
   *
   * @param formats at least one
   * @param tolerance of accuracy that 8 bits may lose, 0 to 1
   */
  public FormatComparison(List<ExportedFormat> formats, double tolerance) {
    this.formats = List.copyOf(formats);
    this.tolerance = tolerance;
  }

  /** How many times as fast as floats an image alone is. */
  public double imageSpeedup(ExportedFormat format) {
    return format.floats().speed().microseconds() / format.speed().microseconds();
  }

  /** The same of batches. */
  public double batchSpeedup(ExportedFormat format) {
    return format.speed().imagesPerSecond() / format.floats().speed().imagesPerSecond();
  }

  /** Each as in {@code model.json}, and its speed against that of floats. */
  public List<Map<String, Object>> asMaps() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (ExportedFormat format : formats) {
      Map<String, Object> json = new LinkedHashMap<>(format.asMap());
      json.put("compared_with", format.floats().format());
      json.put("image_speedup", hundredths(imageSpeedup(format)));
      json.put("batch_speedup", hundredths(batchSpeedup(format)));
      all.add(json);
    }
    return all;
  }

  private static double hundredths(double ratio) {
    return Math.round(100 * ratio) / 100.0;
  }

  /** Sentences: what speeds are against, what 8 bits cost, and what these images can't show. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    Map<ReferenceSpeed, List<String>> compared = new LinkedHashMap<>();
    for (ExportedFormat format : formats) {
      compared
          .computeIfAbsent(format.floats(), floats -> new ArrayList<>())
          .add(format.record().format());
    }
    compared.forEach(
        (floats, of) ->
            notes.add(
                speed(notes.isEmpty() ? "Speeds" : "Those of " + String.join(", ", of), floats)));
    for (ExportedFormat format : formats) {
      if (format.quantised()) {
        notes.add(difference(format));
        slower(format).ifPresent(notes::add);
      }
    }
    return notes;
  }

  private static String speed(String speeds, ReferenceSpeed floats) {
    return String.format(
        Locale.ROOT,
        "%s are against %s: an image alone in %.0f µs, %,.0f images/s in batches of %d,"
            + " in processor time on one thread.",
        speeds,
        floats.format(),
        floats.speed().microseconds(),
        floats.speed().imagesPerSecond(),
        Speed.BATCH);
  }

  private Optional<String> slower(ExportedFormat format) {
    boolean image = imageSpeedup(format) < NOTICED;
    boolean batch = batchSpeedup(format) < NOTICED;
    String where = image ? " for an image alone" : " in batches";
    return image || batch
        ? Optional.of(
            "%s is slower than %s here%s."
                .formatted(
                    format.record().format(),
                    format.floats().format(),
                    image && batch ? "" : where))
        : Optional.empty();
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
        "%s: %+.2f points of accuracy (95 %% %+.2f to %+.2f, McNemar's p %.2f).%s",
        format.record().format(),
        100 * paired.value(),
        100 * interval.low(),
        100 * interval.high(),
        paired.p(),
        doubt);
  }
}
