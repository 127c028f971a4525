package dev.trawl.report;

import dev.trawl.svg.Svg;
import dev.trawl.svg.Svg.Anchor;
import dev.trawl.svg.Svg.Ink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A picture with two axes. What lies beyond them is drawn at their ends. */
final class Plot {
  private static final int LEFT = 62;
  private static final int TOP = 26;
  private static final int BOTTOM = 40;
  private static final int RIGHT = 14;

  private final PlotAxis x;
  private final PlotAxis y;
  private final int width;
  private final int height;
  private final Svg svg;

  /**
   * @param title what those hear who don't see it
   * @param width in pixels, of the whole
   */
  Plot(String title, PlotAxis x, PlotAxis y, int width, int height) {
    this.x = x;
    this.y = y;
    this.width = width - LEFT - RIGHT;
    this.height = height - TOP - BOTTOM;
    svg = new Svg(width, height, title);
    for (double tick : x.ticks()) {
      svg.line(x(tick), TOP, x(tick), TOP + this.height, Ink.GRID, 1)
          .text(x(tick), TOP + this.height + 16, Anchor.MIDDLE, x.text().apply(tick));
    }
    for (double tick : y.ticks()) {
      svg.line(LEFT, y(tick), LEFT + this.width, y(tick), Ink.GRID, 1)
          .text(LEFT - 7, y(tick) + 4, Anchor.END, y.text().apply(tick));
    }
    svg.text(LEFT + this.width / 2.0, height - 6.0, Anchor.MIDDLE, x.name());
    if (!y.name().isEmpty()) {
      svg.text(4, 14, Anchor.START, y.name());
    }
  }

  /** A line over the whole width, such as a threshold, unless it lies beyond the axis. */
  Plot level(double value) {
    if (y.contains(value)) {
      svg.line(LEFT, y(value), LEFT + width, y(value), Ink.SERIES3, 1);
    }
    return this;
  }

  Plot dot(Point point, Ink ink, double radius, @Nullable String tip) {
    svg.mark(x(point.x), y(point.y), radius, ink, tip);
    return this;
  }

  /** A line through points; a single one is a dot. */
  Plot line(List<Point> points, Ink ink, double thickness, @Nullable String tip) {
    if (points.size() == 1) {
      return dot(points.get(0), ink, thickness + 1, tip);
    }
    double[] places = new double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      places[2 * i] = x(points.get(i).x);
      places[2 * i + 1] = y(points.get(i).y);
    }
    svg.path(places, ink, thickness, tip);
    return this;
  }

  String render() {
    return svg.inline();
  }

  private double x(double value) {
    return LEFT + width * x.share(value);
  }

  private double y(double value) {
    return TOP + height * (1 - y.share(value));
  }

  /** Both finite. */
  record Point(double x, double y) {}
}
