package dev.trawl.train.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The programs of one layer by what they were made for, since making one takes milliseconds. A run
 * needs about four: the full and the last batch, of training and of evaluation; the least recently
 * used of more than eight is freed. For one thread.
 */
final class ProgramCache<K, P extends ProgramCache.Program> implements AutoCloseable {
  /** Native primitives for one shape. */
  interface Program extends AutoCloseable {
    @Override
    void close();
  }

  private static final int LIMIT = 8;

  private final Map<K, P> programs = new LinkedHashMap<>(LIMIT, 0.75f, true);
  private final Function<K, P> maker;

  ProgramCache(Function<K, P> maker) {
    this.maker = maker;
  }

  P get(K key) {
    P program = programs.get(key);
    if (program == null) {
      program = maker.apply(key);
      programs.put(key, program);
      if (programs.size() > LIMIT) {
        K oldest = programs.keySet().iterator().next();
        Objects.requireNonNull(programs.remove(oldest)).close();
      }
    }
    return program;
  }

  @Override
  public void close() {
    programs.values().forEach(Program::close);
    programs.clear();
  }
}
