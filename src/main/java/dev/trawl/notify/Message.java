package dev.trawl.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.NumberText;
import dev.trawl.sweep.Webhook.Event;
import dev.trawl.sweep.Webhook.Format;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.wire.RecordJson;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is told: the event, a sentence, and the records.
 *
 * @param run the run that it is about: of an ended sweep the best one; null for none
 */
record Message(Event event, Sweep sweep, @Nullable Run run, Instant at) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A body to see whether an address takes it. */
  static String test(String sweep, Format format, Instant at) {
    String text = "%s: a test of its notifications".formatted(sweep);
    ObjectNode body = MAPPER.createObjectNode();
    if (format == Format.SLACK) {
      return body.put("text", text).toString();
    }
    body.put("type", "test").put("timestamp", at.toString()).putObject("data").put("text", text);
    return body.toString();
  }

  /** The body that is sent. */
  String body(Format format, RecordJson json) {
    ObjectNode body = MAPPER.createObjectNode();
    if (format == Format.SLACK) {
      return body.put("text", sentence()).toString();
    }
    body.put("type", event.key()).put("timestamp", at.toString());
    ObjectNode data = body.putObject("data").put("text", sentence());
    ObjectNode record = json.sweep(sweep);
    record.remove("sweep_file"); // It may be long, and is in the records.
    data.set("sweep", record);
    data.set("run", run == null ? null : json.run(run, sweep));
    return body.toString();
  }

  private String sentence() {
    return switch (event) {
      case SWEEP_FINISHED ->
          "%s is FINISHED: %s%s".formatted(sweep.name(), runs(), best().orElse(""));
      case SWEEP_FAILED ->
          "%s is %s: %s%s".formatted(sweep.name(), sweep.status(), sweep.reason(), continuation());
      case TARGET_REACHED -> "%s: %s has reached the target".formatted(sweep.name(), described());
      case RUN_FAILED ->
          "%s: run %d FAILED%s"
              .formatted(
                  sweep.name(),
                  run == null ? 0 : run.number(),
                  run == null || run.reason() == null ? "" : ": " + run.reason());
    };
  }

  private String continuation() {
    return sweep.status() == SweepStatus.INTERRUPTED ? "; it can be resumed" : "";
  }

  private String runs() {
    Map<RunStatus, Integer> runs = sweep.runs();
    return runs.keySet().stream()
        .sorted()
        .map(status -> runs.get(status) + " " + status.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private Optional<String> best() {
    return run == null ? Optional.empty() : Optional.of("; the best is " + described());
  }

  /** {@code run 3 (val_accuracy 0.9912)}. */
  private String described() {
    if (run == null) {
      return "no run";
    }
    String value =
        sweep
            .metric()
            .flatMap(
                metric ->
                    Optional.ofNullable(run.metrics().get(metric.name()))
                        .map(found -> " (%s %s)".formatted(metric.name(), NumberText.of(found))))
            .orElse("");
    return "run %d%s".formatted(run.number(), value);
  }
}
