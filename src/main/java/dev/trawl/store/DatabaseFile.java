package dev.trawl.store;

import dev.trawl.store.database.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;

/** Where a database is on this machine. */
public final class DatabaseFile {
  private DatabaseFile() {}

  /**
   * The absolute path of the database's files without their endings; empty for a database that is
   * no plain file of this machine.
   *
   * @throws IllegalArgumentException for a URL that can't be read
   */
  public static Optional<Path> of(String url) {
    return Optional.ofNullable(DatabaseUrl.parse(url).file());
  }

  /** A URL as it may be shown to others: without its password. */
  public static String shown(String url) {
    return DatabaseUrl.shown(url);
  }
}
