package dev.trawl.cli.progress;

import dev.trawl.cli.text.VisibleText;
import dev.trawl.cli.text.Wording;
import dev.trawl.track.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** The live table's lines: a header, and a line for each run in training. */
final class ProgressLines {
  private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  private static final AttributedStyle STRONG = AttributedStyle.BOLD;
  private static final AttributedStyle BAR = PLAIN.foreground(AttributedStyle.CYAN);

  private ProgressLines() {}

  /** A segment of a line; on a narrow terminal those of a high rank go first. */
  private record Segment(String text, AttributedStyle style, int rank) {
    Segment {
      text = VisibleText.line(text);
    }
  }

  /**
   * The lines, none wider than {@code width}, and at most {@code height}.
   *
   * @param width in columns, above 0
   * @param height above 0
   */
  static List<AttributedString> of(SweepProgress.Snapshot snapshot, int width, int height) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(line(header(snapshot), width));
    List<SweepProgress.RunProgress> running = snapshot.running();
    int room = height - 1;
    int shown = running.size() <= room ? running.size() : Math.max(0, room - 1);
    running.stream().limit(shown).forEach(run -> lines.add(line(segments(run), width)));
    if (shown < running.size() && room > 0) {
      String more = "and %d more".formatted(running.size() - shown);
      lines.add(line(List.of(new Segment(more, PLAIN, 0)), width));
    }
    return lines;
  }

  private static List<Segment> header(SweepProgress.Snapshot snapshot) {
    List<Segment> segments = new ArrayList<>();
    segments.add(new Segment(snapshot.name(), STRONG, 1));
    if (snapshot.planned() == null) {
      segments.add(new Segment(Wording.count(snapshot.ended(), "run") + " done", PLAIN, 0));
    } else {
      segments.add(new Segment(bar(snapshot.fraction(), 20), BAR, 4));
      segments.add(new Segment(wholePercent(snapshot.fraction()), PLAIN, 0));
      segments.add(
          new Segment(
              "%d of %d runs done".formatted(snapshot.ended(), snapshot.planned()), PLAIN, 2));
    }
    segments.add(new Segment(Wording.duration(snapshot.elapsed()), PLAIN, 5));
    segments.add(
        new Segment(
            snapshot
                .remaining()
                .map(left -> "about " + Wording.duration(left) + " left")
                .orElse(""),
            PLAIN,
            3));
    segments.add(
        new Segment(
            snapshot
                .best()
                .map(
                    best ->
                        "best " + best.metric() + " " + Wording.metric(best.metric(), best.value()))
                .orElse(""),
            PLAIN,
            6));
    return segments;
  }

  private static List<Segment> segments(SweepProgress.RunProgress run) {
    double speed = run.imagesPerSecond();
    String accuracy =
        run.valAccuracy() == null
            ? ""
            : "val " + Wording.metric(Metric.VAL_ACCURACY, run.valAccuracy());
    return List.of(
        new Segment("run %3d".formatted(run.number()), STRONG, 0),
        new Segment(bar(run.fraction(), 12), BAR, 4),
        new Segment("%s %2d/%d".formatted(run.epochWord(), run.epoch(), run.epochs()), PLAIN, 1),
        new Segment("%11s".formatted(accuracy), PLAIN, 2),
        new Segment(
            speed > 0 ? "%6s images/s".formatted(Wording.count(Math.round(speed))) : "", PLAIN, 5),
        new Segment(
            run.remaining().map(left -> "about " + Wording.duration(left) + " left").orElse(""),
            PLAIN,
            3));
  }

  /** The segments two spaces apart, without those that there is no room for. */
  private static AttributedString line(List<Segment> segments, int width) {
    List<Segment> kept =
        new ArrayList<>(segments.stream().filter(segment -> !segment.text().isBlank()).toList());
    AttributedString joined = join(kept);
    while (joined.columnLength() > width && kept.size() > 1) {
      int highest = kept.stream().mapToInt(Segment::rank).max().orElseThrow();
      kept.removeIf(segment -> segment.rank() == highest);
      joined = join(kept);
    }
    return joined.columnLength() > width ? joined.columnSubSequence(0, width) : joined;
  }

  private static AttributedString join(List<Segment> segments) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    for (Segment segment : segments) {
      if (line.length() > 0) {
        line.style(PLAIN).append("  ");
      }
      line.style(segment.style()).append(segment.text());
    }
    return line.toAttributedString();
  }

  private static String bar(double fraction, int width) {
    int full = (int) Math.floor(Math.max(0, Math.min(1, fraction)) * width);
    return "━".repeat(full) + "╌".repeat(width - full);
  }

  private static String wholePercent(double fraction) {
    return "%3d %%".formatted((int) Math.floor(fraction * 100));
  }
}
