package dev.trawl.serving;

import dev.trawl.http.UnreadAnswers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * What {@code /metrics} says, in Prometheus's text format 0.0.4. Its labels are routes, statuses
 * and classes, of which there are few. Safe for use by many threads.
 */
final class ServingMetrics {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Map<List<String>, LongAdder> requests = new ConcurrentHashMap<>();
  private final Map<List<String>, Histogram> seconds = new ConcurrentHashMap<>();
  private final Map<List<String>, LongAdder> predictions = new ConcurrentHashMap<>();
  private final Map<List<String>, LongAdder> loads = new ConcurrentHashMap<>();
  private final Histogram batches = new Histogram(1, 2, 4, 8, 16, 32, 64);
  private final Histogram confidence = new Histogram(0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999, 1);

  /** How many values were at most so large, and their sum. */
  private static final class Histogram {
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    Histogram(double... bounds) {
      this.bounds = bounds;
      counts = new LongAdder[bounds.length + 1];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = new LongAdder();
      }
    }

    static Histogram ofSeconds() {
      return new Histogram(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10);
    }

    void add(double value) {
      int i = 0;
      while (i < bounds.length && value > bounds[i]) {
        i++;
      }
      counts[i].increment();
      sum.add(value);
    }

    void write(StringBuilder text, String name, String labels) {
      long total = 0;
      String separator = labels.isEmpty() ? "" : ",";
      for (int i = 0; i < counts.length; i++) {
        total += counts[i].sum();
        String bound = i < bounds.length ? String.valueOf(bounds[i]) : "+Inf";
        text.append(
            "%s_bucket{%s%sle=\"%s\"} %d\n".formatted(name, labels, separator, bound, total));
      }
      String braces = labels.isEmpty() ? "" : "{" + labels + "}";
      text.append("%s_sum%s %s\n".formatted(name, braces, sum.sum()));
      text.append("%s_count%s %d\n".formatted(name, braces, total));
    }
  }

  /**
   * Counts a request that was answered.
   *
   * @param route its template, not its path
   */
  void answered(String route, int status, double tookSeconds) {
    count(requests, List.of("route", route, "status", String.valueOf(status)));
    seconds.computeIfAbsent(List.of("route", route), key -> Histogram.ofSeconds()).add(tookSeconds);
  }

  void predicted(String label, float probability) {
    count(predictions, List.of("label", label));
    confidence.add(probability);
  }

  void batch(int images) {
    batches.add(images);
  }

  void loaded(boolean served) {
    count(loads, List.of("result", served ? "served" : "refused"));
  }

  private static void count(Map<List<String>, LongAdder> counters, List<String> labels) {
    counters.computeIfAbsent(labels, key -> new LongAdder()).increment();
  }

  /** Of names and values in turn, as the format has them. */
  private static String labels(List<String> pairs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pairs.size(); i += 2) {
      String value =
          pairs.get(i + 1).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      text.append("%s%s=\"%s\"".formatted(i == 0 ? "" : ",", pairs.get(i), value));
    }
    return text.toString();
  }

  private static <T> Map<String, T> byLabels(Map<List<String>, T> metrics) {
    Map<String, T> sorted = new TreeMap<>();
    metrics.forEach((pairs, metric) -> sorted.put(labels(pairs), metric));
    return sorted;
  }

  String text(LoadedModel model, UnreadAnswers unread) {
    StringBuilder text = new StringBuilder();
    counters(text, "trawl_requests_total", "Requests answered.", requests);
    head(text, "trawl_request_seconds", "histogram", "From a request's head to its answer.");
    byLabels(seconds)
        .forEach((labels, histogram) -> histogram.write(text, "trawl_request_seconds", labels));
    head(text, "trawl_batch_images", "histogram", "Images of one call of the model.");
    batches.write(text, "trawl_batch_images", "");
    counters(text, "trawl_predictions_total", "Images by the class predicted.", predictions);
    head(text, "trawl_confidence", "histogram", "The probability of the class predicted.");
    confidence.write(text, "trawl_confidence", "");
    head(text, "trawl_waiting_images", "gauge", "Images that wait for the model.");
    text.append("trawl_waiting_images %d\n".formatted(model.batcher().waiting()));
    head(text, "trawl_unread_bytes", "gauge", "Bytes of answers that wait for their clients.");
    text.append("trawl_unread_bytes %d\n".formatted(unread.bytes()));
    head(
        text,
        "trawl_unread_closed_total",
        "counter",
        "Connections closed because too many bytes waited.");
    text.append("trawl_unread_closed_total %d\n".formatted(unread.closed()));
    counters(text, "trawl_model_loads_total", "Models that were to be served.", loads);
    head(text, "trawl_model_info", "gauge", "The model that is served.");
    String labels =
        labels(
            List.of(
                "format", model.format().format(),
                "name", model.name(),
                "sha256", model.format().sha256(),
                "version", model.record().version()));
    return text.append("trawl_model_info{%s} 1\n".formatted(labels)).toString();
  }

  private static void counters(
      StringBuilder text, String name, String help, Map<List<String>, LongAdder> counters) {
    head(text, name, "counter", help);
    byLabels(counters)
        .forEach(
            (labels, count) -> text.append("%s{%s} %d\n".formatted(name, labels, count.sum())));
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }
}
