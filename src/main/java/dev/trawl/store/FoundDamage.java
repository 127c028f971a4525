package dev.trawl.store;

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

  static FoundDamage of(Handle handle) {
    return handle.getConfig(FoundDamage.class);
  }

  /** A row whose checksum is not that of its values. */
  Damage report(Handle handle, StoredRow row) {
    return report(
        handle,
        row,
        "the CRC-32C " + RowChecksum.text(row.checksum()),
        RowChecksum.text(row.found()));
  }

  /** A row that lacks something. */
  Damage report(Handle handle, StoredRow row, String needed, String found) {
    RowName name = RowName.of(handle, row);
    return report(
        name.damage("%s is damaged: need %s, found %s".formatted(name.text(), needed, found)));
  }

  Damage report(Damage damage) {
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
  List<Damage> all() {
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
