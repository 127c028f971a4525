package dev.trawl.svg;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A picture in SVG, readable on a light ground and on a dark one. Coordinates are in pixels from
 * the upper left corner; texts are escaped. Not safe for use by many threads.
 */
public final class Svg {
  private static final String STYLE =
      """
      <style>
      svg { font-family: sans-serif; font-size: 12px; }
      .ground { color: #ffffff; } .ink { color: #333333; } .grid { color: #e0e0e0; }
      .series0 { color: #8c8c8c; } .series1 { color: #2c6fbb; } .series2 { color: #c0392b; } .series3 { color: #1e8449; }
      @media (prefers-color-scheme: dark) {
        .ground { color: #0d1117; } .ink { color: #d0d7de; } .grid { color: #30363d; }
        .series0 { color: #9aa4ae; } .series1 { color: #6cb0ff; } .series2 { color: #ff7b72; } .series3 { color: #56d364; }
      }
      </style>
      """;

  private static final String GROUND =
      "<rect class=\"ground\" width=\"100%\" height=\"100%\" fill=\"currentColor\"/>\n";

  private final String start;
  private final StringBuilder text = new StringBuilder();

  /** What colour something has. */
  public enum Ink {
    /** Texts and axes. */
    INK,
    /** Lines that are to be seen less. */
    GRID,
    SERIES0,
    SERIES1,
    SERIES2,
    SERIES3;

    /** That of a series, from 0; the colours come again after the last. */
    public static Ink ofSeries(int number) {
      Ink[] series = {SERIES0, SERIES1, SERIES2, SERIES3};
      return series[number % series.length];
    }

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a text lies at its point. */
  public enum Anchor {
    START,
    MIDDLE,
    END
  }

  /**
   * An empty picture.
   *
   * @param title what those hear who don't see it
   */
  public Svg(int width, int height, String title) {
    start =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n<title>%s</title>\n"
            .formatted(width, height, escaped(title));
  }

  public Svg line(double x, double y, double toX, double toY, Ink ink, double width) {
    return add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"currentColor\""
            + " stroke-width=\"%.1f\"/>",
        ink.key(), x, y, toX, toY, width);
  }

  /** A dot. */
  public Svg mark(double x, double y, Ink ink) {
    return mark(x, y, 5, ink, null);
  }

  /**
   * A dot.
   *
   * @param tip what a pointer over it shows; null for nothing
   */
  public Svg mark(double x, double y, double radius, Ink ink, @Nullable String tip) {
    return add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"currentColor\"%s",
        ink.key(), x, y, radius, end("circle", tip));
  }

  /** A line through points, x and y in turn. */
  public Svg path(double[] points, Ink ink) {
    return path(points, ink, 2, null);
  }

  /**
   * A line through points, x and y in turn.
   *
   * @param tip what a pointer over it shows; null for nothing
   */
  public Svg path(double[] points, Ink ink, double width, @Nullable String tip) {
    return add(
        "<polyline class=\"%s\" points=\"%s\" fill=\"none\" stroke=\"currentColor\""
            + " stroke-width=\"%.1f\"%s",
        ink.key(), list(points), width, end("polyline", tip));
  }

  /** The ground between points, x and y in turn, as a shade. */
  public Svg shade(double[] points, Ink ink) {
    return add(
        "<polygon class=\"%s\" points=\"%s\" fill=\"currentColor\" fill-opacity=\"0.18\"/>",
        ink.key(), list(points));
  }

  public Svg text(double x, double y, Anchor anchor, String words) {
    return add(
        "<text class=\"ink\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\""
            + " fill=\"currentColor\">%s</text>",
        x, y, anchor.name().toLowerCase(Locale.ROOT), escaped(words));
  }

  /** The text of a file of its own. */
  public String render() {
    return start + STYLE + GROUND + text + "</svg>\n";
  }

  /** The text for a page that has ground and colours, by the inks' names. */
  public String inline() {
    return start + text + "</svg>\n";
  }

  private static String end(String element, @Nullable String tip) {
    return tip == null ? "/>" : "><title>%s</title></%s>".formatted(escaped(tip), element);
  }

  private Svg add(String pattern, Object... arguments) {
    text.append(String.format(Locale.ROOT, pattern, arguments)).append('\n');
    return this;
  }

  private static String list(double[] points) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i + 1 < points.length; i += 2) {
      list.append(String.format(Locale.ROOT, "%.1f,%.1f ", points[i], points[i + 1]));
    }
    return list.toString().strip();
  }

  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("\\p{Cntrl}", " ");
  }
}
