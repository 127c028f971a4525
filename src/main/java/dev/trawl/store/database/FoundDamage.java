package dev.trawl.store.database;

import dev.trawl.track.Damage;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.config.JdbiConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the handles of one store have found damaged so far. Safe for use by many threads. */
public final class FoundDamage implements JdbiConfig<FoundDamage> {
  private static final Logger log = LoggerFactory.getLogger(FoundDamage.class);

  private volatile Set<Damage> found = Collections.synchronizedSet(new LinkedHashSet<>());

  public static FoundDamage of(Handle handle) {
    return handle.getConfig(FoundDamage.class);
  }

  public Damage report(Damage damage) {
    if (found.add(damage)) {
      log.info("damaged record {}", damage.description()); // the command says so
    }
    return damage;
  }

  /** From now on what is found is added to the other's, before anything is found. */
  void join(FoundDamage other) {
    found = other.found;
  }

  /** In the order in which it was found. */
  public List<Damage> all() {
    Set<Damage> all = found;
    synchronized (all) {
      return List.copyOf(all);
    }
  }

  /** All handles share it. */
  @Override
  public FoundDamage createCopy() {
    return this;
  }
}
