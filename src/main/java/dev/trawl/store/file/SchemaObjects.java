package dev.trawl.store.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The objects that the migrations make: tables, indexes, constraints and sequences, each as the
 * statement with which H2 makes it again whenever it opens the file. H2 runs whatever statements it
 * finds there, so nothing else may be among them.
 *
 * <p>They are in {@code db/objects.txt}, for to run the migrations takes long; a test makes it from
 * them, and fails when it is another.
 */
public final class SchemaObjects {
  /** Of the schema that they are, the newest. */
  public static final int VERSION = 8;

  private static final String RESOURCE = "db/objects.txt";

  /** H2 numbers what has no name. */
  private static final Pattern NUMBERED =
      Pattern.compile("\"(SYSTEM_SEQUENCE|CONSTRAINT|PRIMARY_KEY)_[0-9A-Z_]+\"");

  /** Where a sequence is, and what H2's ANALYZE found in a column: it writes them by itself. */
  private static final Pattern COUNTED = Pattern.compile(" (RESTART WITH|SELECTIVITY) \\d+");

  private static final Pattern USER =
      Pattern.compile("CREATE USER IF NOT EXISTS \"\\w+\" SALT '\\w+' HASH '\\w+' ADMIN");

  /** What our URLs set, and earlier ones did. */
  private static final Pattern SETTING =
      Pattern.compile(
          "SET (CREATE_BUILD|CACHE_SIZE|DEFAULT_LOCK_TIMEOUT|RETENTION_TIME|WRITE_DELAY) \\d+");

  private static final Pattern KEY =
      Pattern.compile(
          "CREATE PRIMARY KEY \"PUBLIC\"\\.\"PRIMARY_KEY\" ON"
              + " \"PUBLIC\"\\.\"(\\w+)\"\\(\"(\\w+)\"\\)");

  private final Set<String> known = new HashSet<>();
  private int users;

  SchemaObjects() {
    try {
      for (URL list :
          Collections.list(SchemaObjects.class.getClassLoader().getResources(RESOURCE))) {
        try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
          lines.lines().forEach(known::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param statement of the file
   * @throws ForeignObject when no migration makes such an object
   */
  void need(String statement) throws ForeignObject {
    if (SETTING.matcher(statement).matches()) {
      return;
    }
    if (USER.matcher(statement).matches()) {
      users++;
      if (users == 1) {
        return;
      }
      throw new ForeignObject(
          "need a database of one user, found another: %s; it was not run"
              .formatted(Shown.text(statement)));
    }
    String object = normalized(statement);
    if (!known.contains(object)) {
      String nearest =
          Collections.max(known, Comparator.comparingInt(one -> Shown.alike(one, object)));
      throw new ForeignObject(
          "need a database that only Trawl wrote, found %s; it was not run"
              .formatted(Shown.change(object, nearest)));
    }
  }

  /** The tables, one that was changed in each of its forms. */
  List<Columns> tables() {
    return known.stream().flatMap(statement -> Columns.of(statement).stream()).toList();
  }

  /** The columns, {@code TABLE.COLUMN}, that are a primary key by themselves. */
  Set<String> keyed() {
    return known.stream()
        .map(KEY::matcher)
        .filter(Matcher::matches)
        .map(key -> key.group(1) + "." + key.group(2))
        .collect(Collectors.toSet());
  }

  /** Whether it is an object, and not who may use the file, or how. */
  static boolean isObject(String statement) {
    return !SETTING.matcher(statement).matches() && !USER.matcher(statement).matches();
  }

  /** On one line, without what differs from one database to another. */
  static String normalized(String statement) {
    String line = statement.replaceAll("\\s+", " ");
    String named = NUMBERED.matcher(line).replaceAll("\"$1\"");
    return COUNTED.matcher(named).replaceAll("");
  }
}
