package dev.trawl.store.database;

import dev.trawl.store.file.SchemaObjects;
import java.time.Duration;
import java.util.List;

/**
 * How a store waits, and which schema it keeps.
 *
 * @param patience how long an operation is tried again while the database can't be reached
 * @param diskPatience the same while the disk is full or fails, which seldom passes by itself:
 *     whoever waits hears of it soon, and decides
 * @param connectTimeout the longest wait for a connection through another process that has the
 *     database open
 * @param migrations the folders of the schema's migrations, for Flyway
 * @param schemaVersion the newest of them
 */
public record StoreSettings(
    Duration patience,
    Duration diskPatience,
    Duration connectTimeout,
    List<String> migrations,
    int schemaVersion) {
  public StoreSettings {
    migrations = List.copyOf(migrations);
  }

  public static final StoreSettings DEFAULT =
      new StoreSettings(
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          List.of("classpath:db/migration"),
          SchemaObjects.VERSION);

  /** How long an operation that failed so is tried again. */
  Duration patience(Throwable failure) {
    return Faults.isOfDisk(failure) ? diskPatience : patience;
  }
}
