package dev.trawl.store;

import java.time.Duration;

/**
 * How a store waits, and which schema it keeps.
 *
 * @param patience how long an operation is tried again while the database can't be reached or the
 *     disk is full
 * @param connectTimeout the longest wait for a connection
 * @param migrations where the schema's migrations are, for Flyway
 * @param schemaVersion the newest of them
 */
record StoreSettings(
    Duration patience, Duration connectTimeout, String migrations, int schemaVersion) {
  static final StoreSettings DEFAULT =
      new StoreSettings(
          Duration.ofSeconds(30), Duration.ofSeconds(15), "classpath:db/migration", 1);
}
