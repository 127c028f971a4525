package dev.trawl.cli;

import dev.trawl.store.DatabaseFile;
import dev.trawl.store.H2RunStore;
import dev.trawl.store.backup.Compaction;
import dev.trawl.store.backup.DatabaseBackup;
import dev.trawl.track.Damage;
import dev.trawl.track.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The database that the user named with {@code --db}, or the one that is meant otherwise. */
final class NamedDatabase {
  private static final Pattern HOME_RELATIVE = Pattern.compile("jdbc:h2:(file:)?~.*");

  /** One letter is a Windows drive. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z]{2,}:");

  private final GlobalOptions options;
  private final Output output;
  private final Clock clock;
  private final List<RunStore> opened = new CopyOnWriteArrayList<>();

  NamedDatabase(GlobalOptions options, Output output, Clock clock) {
    this.options = options;
    this.output = output;
    this.clock = clock;
  }

  /** For a command that records; it is created as needed. */
  RunStore open() {
    String url = url();
    DatabaseFile.of(url).ifPresent(NamedDatabase::checkFolder);
    return remembered(H2RunStore.open(url, clock));
  }

  /** The same, and says that it is new: else a path that was mistyped looks like lost records. */
  RunStore openAndSayIfNew() {
    Optional<String> missing = isNamed() ? missing() : Optional.empty();
    RunStore store = open();
    missing.ifPresent(said -> output.err().println(said + "; a new one is made"));
    return store;
  }

  /** For a command that has nothing to do without one: it is not created. */
  RunStore openExisting() {
    return remembered(H2RunStore.openExisting(url(), clock));
  }

  /** For a command that only reads: the database may be where nothing can be written. */
  RunStore openToRead() {
    return remembered(connectToRead());
  }

  /** Likewise, for whoever asks what is damaged himself. */
  RunStore connectToRead() {
    return H2RunStore.openToRead(url(), clock);
  }

  private RunStore remembered(RunStore store) {
    opened.add(store);
    return store;
  }

  /** What the stores that commands opened have found damaged. */
  List<Damage> damage() {
    return opened.stream().flatMap(store -> store.damage().stream()).distinct().toList();
  }

  /** That there is no database yet, where one can be made; empty when there is one. */
  Optional<String> missing() {
    String url = url();
    DatabaseFile.of(url).ifPresent(NamedDatabase::checkFolder);
    return H2RunStore.missing(url);
  }

  /** Whether the user named a database. */
  boolean isNamed() {
    return !options.database.equals(GlobalOptions.DATABASE);
  }

  /** The database's URL; the user may have written a path alone. */
  String url() {
    String url = options.databaseUrl();
    if (SCHEME.matcher(options.database).lookingAt() && !url.equals(options.database)) {
      throw CommandException.usage(
          "need a path or a URL that begins with jdbc:h2:, found --db " + options.database);
    }
    UserFolders folders = new UserFolders(output.console().environment());
    if (HOME_RELATIVE.matcher(url).matches() && folders.home().isEmpty()) {
      throw CommandException.usage("need HOME to say where ~ is, found --db " + options.database);
    }
    try {
      var unused = DatabaseFile.of(url);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(e.getMessage() + "; --db PATH names another");
    }
    return url;
  }

  /** A database that there is may be read; a new one needs a folder to be made in. */
  private static void checkFolder(Path database) {
    Path folder = database.resolveSibling("");
    if (!Files.exists(folder) && !UserFolders.canBeWritten(folder)) {
      throw CommandException.failed(
          "need a folder that can be written to for the database, found no way to make %s; --db"
                  .formatted(folder)
              + " PATH names another");
    }
  }

  DatabaseBackup backup() {
    try {
      return new DatabaseBackup(url(), clock);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }

  /** Gives the space that the database does not use back; empty while it is in use. */
  Optional<Compaction> compact() {
    return Compaction.run(url());
  }
}
