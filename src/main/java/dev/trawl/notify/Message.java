package dev.trawl.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.SafeText;
import dev.trawl.analysis.ShownValue;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.Webhook.Event;
import dev.trawl.sweep.Webhook.Format;
import dev.trawl.track.Metric;
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
import java.util.stream.Stream;
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
      return body.put("text", forSlack(text)).toString();
    }
    body.put("type", "test").put("timestamp", at.toString()).putObject("data").put("text", text);
    return body.toString();
  }

  /** The body that is sent. */
  String body(Format format, RecordJson json) {
    ObjectNode body = MAPPER.createObjectNode();
    if (format == Format.SLACK) {
      return body.put("text", forSlack(sentence())).toString();
    }
    body.put("type", event.key()).put("timestamp", at.toString());
    ObjectNode data = body.putObject("data").put("text", sentence());
    ObjectNode record = json.sweep(sweep);
    record.remove("sweep_file"); // It may be long, and is in the records.
    data.set("sweep", record);
    data.set("run", run == null ? null : json.run(run, sweep));
    return body.toString();
  }

  /** Slack takes what stands between angle brackets for a link, or for a call to all. */
  private static String forSlack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** What {@link #forSlack} was given. */
  static String ofSlack(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private String sentence() {
    String said =
        switch (event) {
          case SWEEP_FINISHED ->
              "%s has finished%s; its runs: %s%s"
                  .formatted(
                      sweep.name(), reason(sweep.reason(), " (%s)"), runs(), best().orElse(""));
          case SWEEP_FAILED ->
              "%s %s%s%s"
                  .formatted(sweep.name(), fate(), reason(sweep.reason(), ": %s"), continuation());
          case TARGET_REACHED ->
              "%s: %s has reached the target".formatted(sweep.name(), described());
          case RUN_FAILED ->
              run == null
                  ? "%s: a run failed".formatted(sweep.name())
                  : "%s: run %d failed%s"
                      .formatted(sweep.name(), run.number(), reason(run.reason(), ": %s"));
        };
    return SafeText.line(said);
  }

  private static String reason(@Nullable String reason, String form) {
    return reason == null || reason.isBlank() ? "" : form.formatted(reason);
  }

  private String fate() {
    return isInterrupted() ? "was interrupted" : "has failed";
  }

  private String continuation() {
    return isInterrupted() ? "; it can be resumed" : "";
  }

  private boolean isInterrupted() {
    return sweep.status() == SweepStatus.INTERRUPTED;
  }

  private String runs() {
    Map<RunStatus, Integer> runs = sweep.runs();
    return runs.isEmpty()
        ? "none"
        : runs.keySet().stream()
            .sorted()
            .map(status -> runs.get(status) + " " + status.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  private Optional<String> best() {
    return run == null ? Optional.empty() : Optional.of("; the best is " + described());
  }

  /** {@code run 3 (val_accuracy 99.12 %, test_accuracy 99.01 %)}. */
  private String described() {
    if (run == null) {
      return "no run";
    }
    String values =
        Stream.concat(sweep.metric().map(Objective::name).stream(), Stream.of(Metric.TEST_ACCURACY))
            .filter(run.metrics()::containsKey)
            .map(key -> "%s %s".formatted(key, ShownValue.metric(key, run.metrics().get(key))))
            .collect(Collectors.joining(", "));
    return "run %d%s".formatted(run.number(), values.isEmpty() ? "" : " (" + values + ")");
  }
}
