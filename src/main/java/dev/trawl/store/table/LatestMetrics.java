package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.file.Json;
import dev.trawl.track.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of each metric that was logged beside a run's epochs, the value at its largest step; of several
 * there, the one with the latest time, and of those the one logged last. Immutable.
 */
record LatestMetrics(Map<String, Latest> byKey) {
  private static final TypeReference<Map<String, Latest>> JSON = new TypeReference<>() {};

  /**
   * @param at in milliseconds since 1970
   */
  record Latest(double value, long step, long at) {
    boolean isBefore(Metric other) {
      long time = other.timestamp().toEpochMilli();
      return step < other.step() || (step == other.step() && at <= time);
    }
  }

  static LatestMetrics read(String json) {
    return new LatestMetrics(Json.read(json, JSON));
  }

  String json() {
    return Json.write(byKey);
  }

  LatestMetrics plus(List<Metric> logged) {
    Map<String, Latest> latest = new LinkedHashMap<>(byKey);
    for (Metric metric : logged) {
      Latest before = latest.get(metric.key());
      if (before == null || before.isBefore(metric)) {
        latest.put(
            metric.key(),
            new Latest(metric.value(), metric.step(), metric.timestamp().toEpochMilli()));
      }
    }
    return new LatestMetrics(latest);
  }

  /** A run's metrics: those of its best epoch, and what was logged under other names. */
  Map<String, Double> with(Map<String, Double> ofBestEpoch) {
    Map<String, Double> metrics = new LinkedHashMap<>(ofBestEpoch);
    byKey.forEach((key, latest) -> metrics.putIfAbsent(key, latest.value()));
    return metrics;
  }
}
