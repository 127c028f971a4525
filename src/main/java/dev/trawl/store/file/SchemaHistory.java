package dev.trawl.store.file;

import dev.trawl.store.file.StoredType.RowValues;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/**
 * Flyway's list of the migrations that a database had. Its rows have no checksum of ours, and say
 * what is done with the whole database next: each has its version twice, as a number and in the
 * name of its script.
 */
final class SchemaHistory {
  private static final String TABLE = "flyway_schema_history";
  private static final Pattern SCRIPT = Pattern.compile("(?:.*\\.)?V(\\d{3})\\D.*");
  private static final Pattern VERSION = Pattern.compile("\\d{1,3}");

  private SchemaHistory() {}

  /**
   * @param columns of any table
   * @throws FileDamage when a row of the list does not agree with itself
   */
  static void need(Columns columns, RowValues row) throws FileDamage {
    if (!columns.table().equals(TABLE)) {
      return;
    }
    Value version = value(columns, row, "version");
    String script = Objects.requireNonNullElse(value(columns, row, "script").getString(), "");
    if (version.equals(ValueNull.INSTANCE) && script.isEmpty()) {
      return; // the one that says who made the list
    }
    Matcher named = SCRIPT.matcher(script);
    String found = String.valueOf(version.getString());
    if (!named.matches()
        || !VERSION.matcher(found).matches()
        || Integer.parseInt(found) != Integer.parseInt(named.group(1))
        || !value(columns, row, "success").getBoolean()) {
      throw new FileDamage(
          "need the schema's version in its history, found %s of %s"
              .formatted(Shown.text(found), Shown.text(script)));
    }
  }

  private static Value value(Columns columns, RowValues row, String name) {
    for (int i = 0; i < columns.columns().size(); i++) {
      if (columns.columns().get(i).name().equals(name)) {
        return row.values().get(i);
      }
    }
    return ValueNull.INSTANCE;
  }
}
