package dev.trawl.search;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Medians and quartiles of regrets as a picture: one row a setting, one line a method. */
final class RegretPlot {
  private static final Map<String, String> COLOURS =
      Map.of("random", "#8c8c8c", "TPE", "#c0392b", "Optuna 5", "#2c6fbb");
  private static final int LEFT = 220;
  private static final int WIDTH = 520;
  private static final int TOP = 40;
  private static final int ROW = 46;

  /** The powers of ten that the axis goes from and to. */
  private static final int LEAST = -4;

  private static final int GREATEST = 1;

  private RegretPlot() {}

  static String of(List<SearchComparison.Outcome> outcomes, int searches, int runs) {
    String caption =
        "regret of the run that looked best of %d (median and quartiles of %d searches)"
            .formatted(runs, searches);
    int bottom = TOP + ROW * outcomes.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <title>%s</title>
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        """
            .formatted(LEFT + WIDTH + 30, bottom + 50, caption));
    for (int power = LEAST; power <= GREATEST; power++) {
      double x = x(Math.pow(10, power));
      svg.append(line(x, TOP, x, bottom, "#e0e0e0", 1))
          .append(
              text(
                  x,
                  bottom + 16,
                  "middle",
                  power == 0
                      ? "1"
                      : "10<tspan dy=\"-4\" font-size=\"9\">%d</tspan>".formatted(power),
                  "#333333"));
    }
    svg.append(
        text(x(Math.pow(10, (LEAST + GREATEST) / 2.0)), bottom + 38, "middle", caption, "#333333"));
    int key = LEFT;
    for (String method : outcomes.get(0).regrets().keySet()) {
      svg.append(mark(key, TOP - 22, colour(method)))
          .append(text(key + 10, TOP - 18, "start", method, "#333333"));
      key += 110;
    }
    int row = TOP;
    for (SearchComparison.Outcome outcome : outcomes) {
      svg.append(text(LEFT - 12, row + ROW / 2.0 + 4, "end", outcome.setting().title(), "#333333"));
      double y = row + 10;
      for (String method : outcome.regrets().keySet()) {
        double[] regrets = outcome.of(method);
        svg.append(
                line(
                    x(SearchComparison.quantile(regrets, 0.25)),
                    y,
                    x(SearchComparison.quantile(regrets, 0.75)),
                    y,
                    colour(method),
                    3))
            .append(mark(x(SearchComparison.quantile(regrets, 0.5)), y, colour(method)));
        y += 13;
      }
      row += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String colour(String method) {
    return COLOURS.getOrDefault(method, "#000000");
  }

  private static double x(double regret) {
    double power = Math.max(LEAST, Math.min(GREATEST, Math.log10(regret)));
    return LEFT + WIDTH * (power - LEAST) / (GREATEST - LEAST);
  }

  private static String line(double x, double y, double toX, double toY, String colour, int width) {
    return format(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\""
            + " stroke-width=\"%d\"/>\n",
        x, y, toX, toY, colour, width);
  }

  private static String mark(double x, double y, String colour) {
    return format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>\n", x, y, colour);
  }

  private static String text(double x, double y, String anchor, String text, String colour) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>\n",
        x, y, anchor, colour, text);
  }

  private static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }
}
