package dev.trawl.store;

import dev.trawl.store.database.Database;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.PrivateCopy;
import dev.trawl.store.database.RequestReads;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.table.Liveness;
import dev.trawl.store.table.RunChanges;
import dev.trawl.store.table.SweepChanges;
import dev.trawl.store.table.SweepOwnership;
import dev.trawl.track.NoDatabaseException;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What is tracked, in an H2 database. A plain file is shared by any number of processes of this
 * machine: the first one serves the others, and when it ends or dies the next one takes its place,
 * which an operation of another sees as a delay of a few seconds.
 *
 * <p>Every write is one transaction that is flushed to the disk when it returns; a heartbeat alone
 * is flushed soon after. While the database can't be reached, an operation is tried again for 30 s,
 * while the disk is full or fails for 1 s, without ever taking effect twice; then it throws.
 *
 * <p>Safe for use by many threads, and not disturbed by their interruption.
 */
public final class H2RunStore
    implements RunStore,
        H2Sweeps,
        H2Ownership,
        H2Runs,
        H2Artifacts,
        H2RunRecords,
        H2Decisions,
        H2Adjustments,
        H2ModelRegistry,
        H2SavedViews,
        H2Outbox,
        H2Deletion,
        H2ChangeFeed,
        H2Integrity {
  /** A person waits for the process's end. */
  private static final Duration HURRIED_PATIENCE = Duration.ofSeconds(1);

  private final StoreParts parts;
  private final Runnable closing;

  private H2RunStore(StoreParts parts, Runnable closing) {
    this.parts = parts;
    this.closing = closing;
  }

  /**
   * Opens a database, which is created or brought to the current schema as needed.
   *
   * @param jdbcUrl such as {@code jdbc:h2:file:./.trawl/trawl}, with or without the ending {@code
   *     .mv.db} of the file. Settings in it win over the store's own; a file without a user in its
   *     URL gets a random password, kept beside it
   * @throws StoreException when it can't be opened, or is a newer Trawl's
   * @throws IllegalArgumentException when it is no URL of H2
   */
  public static H2RunStore open(String jdbcUrl, Clock clock) {
    return open(jdbcUrl, clock, StoreSettings.DEFAULT);
  }

  /**
   * Opens a database that is there, and creates none.
   *
   * @throws NoDatabaseException when there is none
   * @see #open
   */
  public static H2RunStore openExisting(String jdbcUrl, Clock clock) {
    missing(jdbcUrl)
        .ifPresent(
            missing -> {
              throw new NoDatabaseException(missing);
            });
    return open(jdbcUrl, clock);
  }

  /**
   * Opens a database that is there to read it: where it can't be written to, or rows in it are
   * damaged, a private copy in a temporary folder is read, and the file stays as it is.
   *
   * @throws NoDatabaseException when there is none
   */
  public static H2RunStore openToRead(String jdbcUrl, Clock clock) {
    DatabaseUrl url = DatabaseUrl.parse(jdbcUrl);
    if (url.file() == null || missing(jdbcUrl).isPresent()) {
      return openExisting(jdbcUrl, clock);
    }
    return PrivateCopy.orItself(
        url,
        new DatabaseFiles(url.file()),
        (read, afterwards) -> open(read, clock, StoreSettings.DEFAULT, afterwards));
  }

  /** That there is no database, with the one that was probably meant; empty when there is one. */
  public static Optional<String> missing(String jdbcUrl) {
    return Optional.ofNullable(DatabaseUrl.parse(jdbcUrl).file())
        .filter(base -> !new DatabaseFiles(base).exist())
        .map(
            base ->
                "no database at %s%s"
                    .formatted(
                        base,
                        NearestDatabase.of(base).map("; did you mean %s?"::formatted).orElse("")));
  }

  /** Whether that a database can't be opened or read is so because its file is damaged. */
  public static boolean isDamage(StoreException failure) {
    return Faults.isDamaged(failure);
  }

  static H2RunStore open(String jdbcUrl, Clock clock, StoreSettings settings) {
    return open(DatabaseUrl.parse(jdbcUrl), clock, settings, () -> {});
  }

  private static H2RunStore open(
      DatabaseUrl url, Clock clock, StoreSettings settings, Runnable afterwards) {
    Database database = Database.open(url, clock, settings);
    SweepOwnership ownership = new SweepOwnership(new Liveness(Owner.ofThisProcess()));
    return new H2RunStore(
        new StoreParts(
            database,
            database::read,
            database::read,
            new SweepChanges(database, ownership),
            new RunChanges(database, ownership)),
        () -> {
          database.close();
          afterwards.run();
        });
  }

  @Override
  public StoreParts parts() {
    return parts;
  }

  @Override
  public void shortenRetries() {
    parts.database().shortenPatience(HURRIED_PATIENCE);
  }

  @Override
  public RunStore forRequests() {
    RequestReads requests = parts.database().requests();
    return new H2RunStore(parts.reading(requests::read, requests::search), () -> {});
  }

  @Override
  public void close() {
    closing.run();
  }
}
