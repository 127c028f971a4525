package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import java.util.List;
import java.util.regex.Pattern;

/** A tag: text, stored as a JSON string without its quotes in the JSON object of all tags. */
record TagSql(String name, SqlBindings bindings) implements KeySql {

  /**
   * What is between the quotes behind the name. Possessive, for otherwise a long text takes a stack
   * as deep.
   */
  @Override
  public String stored() {
    String pattern =
        "[{,]\"%s\":\"((?:[^\"\\\\]++|\\\\.)*+)\"".formatted(Pattern.quote(encoded(name)));
    return "REGEXP_SUBSTR(r.tags, %s, 1, 1, 'c', 1)".formatted(bindings.bind(pattern));
  }

  @Override
  public String decoded(String stored) {
    return Json.read('"' + stored + '"', Json.TEXT);
  }

  @Override
  public String compare(Relation relation, Literal value) {
    return value.fold(
        number -> ComparisonSql.UNKNOWN,
        text ->
            ComparisonSql.ofTexts(stored(), relation, List.of(encoded(text.value())), bindings));
  }

  private static String encoded(String text) {
    String json = Json.write(text);
    return json.substring(1, json.length() - 1);
  }

  /**
   * A JSON string's quotes, backslashes, line breaks and tabs; other control characters stay
   * escaped. Jdbi takes a backslash in the SQL for its own, and U+0001, which JSON has only
   * escaped, stands for one meanwhile.
   */
  @Override
  public List<String> order() {
    String text = "REPLACE(%s, CHAR(92) || CHAR(92), CHAR(1))".formatted(stored());
    text = "REPLACE(%s, CHAR(92) || '\"', '\"')".formatted(text);
    text = "REPLACE(%s, CHAR(92) || 'n', CHAR(10))".formatted(text);
    text = "REPLACE(%s, CHAR(92) || 't', CHAR(9))".formatted(text);
    return List.of("REPLACE(%s, CHAR(1), CHAR(92))".formatted(text));
  }
}
