package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.Reading;
import dev.trawl.store.file.Json;
import dev.trawl.track.filter.LikePattern;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a sweep's runs by whether their text is like a pattern; a run without the text is in
 * neither list. SQL only reads the texts: H2 goes back and forth for ages over a pattern such as
 * {@code %e%e%e%e%e%e%e}, and can't be stopped meanwhile.
 */
record LikeMatches(List<Long> matching, List<Long> others) {
  private static final TypeReference<String> STRING = new TypeReference<>() {};

  /**
   * @param damaged runs whose texts are not read
   */
  static LikeMatches find(Handle handle, long sweepKey, RunFilter.Like like, Set<Long> damaged) {
    LikePattern pattern = like.matcher();
    LikeMatches found = new LikeMatches(new ArrayList<>(), new ArrayList<>());
    FilterSql sql = new FilterSql(nested -> found);
    String text = sql.encoded(like.key());
    handle
        .createQuery("SELECT r.id, %s AS text FROM run r WHERE r.sweep_id = :sweep".formatted(text))
        .bind("sweep", sweepKey)
        .bindMap(sql.bindings())
        .map((row, context) -> new Text(row.getLong("id"), row.getString("text")))
        .filter(run -> !damaged.contains(run.run()))
        .forEach(
            run -> {
              Reading.check(handle);
              found.add(run, like.key(), pattern);
            });
    return found;
  }

  private record Text(long run, @Nullable String encoded) {}

  private void add(Text text, RunKey key, LikePattern pattern) {
    if (text.encoded != null) {
      (pattern.matches(decoded(key, text.encoded)) ? matching : others).add(text.run);
    }
  }

  /** A tag is stored as a JSON string without its quotes, a parameter as the JSON of its value. */
  private static String decoded(RunKey key, String encoded) {
    if (key instanceof RunKey.TagKey) {
      return Json.read('"' + encoded + '"', STRING);
    }
    return key instanceof RunKey.ParameterKey && encoded.startsWith("\"")
        ? Json.read(encoded, STRING)
        : encoded;
  }
}
