package dev.trawl.store.table;

import dev.trawl.store.database.Reading;
import dev.trawl.track.filter.LikePattern;
import dev.trawl.track.filter.RunFilter;
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
  /**
   * @param damaged runs whose texts are not read
   */
  static LikeMatches find(Handle handle, long sweepKey, RunFilter.Like like, Set<Long> damaged) {
    LikePattern pattern = like.matcher();
    LikeMatches found = new LikeMatches(new ArrayList<>(), new ArrayList<>());
    SqlBindings bindings = new SqlBindings();
    KeySql key = KeySql.of(like.key(), bindings);
    handle
        .createQuery(
            "SELECT r.id, %s AS text FROM run r WHERE r.sweep_id = :sweep".formatted(key.stored()))
        .bind("sweep", sweepKey)
        .bindMap(bindings.byName())
        .map((row, context) -> new Text(row.getLong("id"), row.getString("text")))
        .filter(run -> !damaged.contains(run.run()))
        .forEach(
            run -> {
              Reading.check(handle);
              found.add(run, key, pattern);
            });
    return found;
  }

  private record Text(long run, @Nullable String stored) {}

  private void add(Text text, KeySql key, LikePattern pattern) {
    if (text.stored != null) {
      (pattern.matches(key.decoded(text.stored)) ? matching : others).add(text.run);
    }
  }
}
