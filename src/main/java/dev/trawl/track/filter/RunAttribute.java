package dev.trawl.track.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every run has beside its metrics, parameters and tags. */
public enum RunAttribute {
  RUN_ID("run_id", ValueType.TEXT),
  NUMBER("number", ValueType.NUMBER),
  ATTEMPT("attempt", ValueType.NUMBER),
  STATUS("status", ValueType.STATUS),
  REASON("reason", ValueType.TEXT),
  EPOCHS("epochs", ValueType.NUMBER),
  BEST_EPOCH("best_epoch", ValueType.NUMBER),
  SECONDS("seconds", ValueType.NUMBER),
  BAND("band", ValueType.NUMBER),
  START_TIME("start_time", ValueType.TIME, "started_at"),
  END_TIME("end_time", ValueType.TIME, "ended_at"),
  CREATED_AT("created_at", ValueType.TIME);

  /** The names of {@code track.RunStatus}. */
  public static final List<String> STATUSES =
      List.of(
          "SCHEDULED",
          "RUNNING",
          "PAUSED",
          "FINISHED",
          "PRUNED",
          "FAILED",
          "KILLED",
          "INTERRUPTED");

  private final String key;
  private final ValueType type;
  private final @Nullable String alias;

  RunAttribute(String key, ValueType type) {
    this(key, type, null);
  }

  RunAttribute(String key, ValueType type, @Nullable String alias) {
    this.key = key;
    this.type = type;
    this.alias = alias;
  }

  /** Its name in a filter; MLflow's where it has one. */
  public String key() {
    return key;
  }

  public ValueType type() {
    return type;
  }

  /** The attribute of this name, or of the name that the JSON records have for it. */
  static Optional<RunAttribute> named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.key.equals(name) || name.equals(each.alias))
        .findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(RunAttribute::key).toList();
  }
}
