package dev.trawl.track.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every run has beside its metrics, parameters and tags. */
public enum RunAttribute {
  RUN_ID("run_id", Type.TEXT),
  NUMBER("number", Type.NUMBER),
  ATTEMPT("attempt", Type.NUMBER),
  STATUS("status", Type.STATUS),
  REASON("reason", Type.TEXT),
  EPOCHS("epochs", Type.NUMBER),
  BEST_EPOCH("best_epoch", Type.NUMBER),
  SECONDS("seconds", Type.NUMBER),
  BAND("band", Type.NUMBER),
  START_TIME("start_time", Type.TIME, "started_at"),
  END_TIME("end_time", Type.TIME, "ended_at"),
  CREATED_AT("created_at", Type.TIME);

  /** What an attribute compares with. */
  public enum Type {
    NUMBER,
    TEXT,
    /** Text that is one of {@link #STATUSES}. */
    STATUS,
    /** Milliseconds since 1970; a filter may say it as a date in quotes. */
    TIME
  }

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
  private final Type type;
  private final @Nullable String alias;

  RunAttribute(String key, Type type) {
    this(key, type, null);
  }

  RunAttribute(String key, Type type, @Nullable String alias) {
    this.key = key;
    this.type = type;
    this.alias = alias;
  }

  /** Its name in a filter; MLflow's where it has one. */
  public String key() {
    return key;
  }

  public Type type() {
    return type;
  }

  boolean isNumeric() {
    return type == Type.NUMBER || type == Type.TIME;
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
