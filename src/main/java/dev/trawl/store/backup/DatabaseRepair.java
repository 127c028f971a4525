package dev.trawl.store.backup;

import dev.trawl.draft.Draft;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.Opening;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.file.PageFile;
import dev.trawl.store.file.RecognisedMaps;
import dev.trawl.store.file.SalvagedFile;
import dev.trawl.store.file.SalvagedTables;
import dev.trawl.store.file.SalvagedValues;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a sound database of what is whole in a damaged file, which stays as it is. H2 does not open
 * that file, so nothing that it contains is run: its pages are read one by one, from the newest
 * version of the data that can be, and where one is lost, what older versions of it had. Used by
 * one thread.
 */
public final class DatabaseRepair {
  private static final Logger log = LoggerFactory.getLogger(DatabaseRepair.class);
  private static final String REPAIRED = "-repaired";

  private final StoreSettings settings = StoreSettings.DEFAULT;
  private final Path file;
  private final Path data;
  private final DatabaseFiles target;

  /**
   * @param file of the database, with or without {@code .mv.db}
   */
  public DatabaseRepair(Path file) {
    Path base = DatabaseUrl.parse("jdbc:h2:file:" + file.toAbsolutePath()).file();
    if (base == null) {
      throw new IllegalArgumentException("need the path of a file, found " + file);
    }
    this.file = file;
    this.data = Files.isRegularFile(file) ? file.toAbsolutePath() : new DatabaseFiles(base).data();
    this.target = new DatabaseFiles(Path.of(base + REPAIRED));
  }

  /**
   * How much came through.
   *
   * @param what such as {@code sweeps}; deleted ones are among them
   * @param expected how many there are known to have been; empty when nothing in the file says so
   */
  public record Count(String what, long found, OptionalLong expected) {}

  /**
   * A database that was made.
   *
   * @param file its path
   * @param counts of sweeps, runs, epochs and checkpoints
   * @param told the tables whose names are lost, and which were told by what their rows look like
   * @param lost what did not come through, where it can be told
   * @param uncertain what came through, but maybe not as it was last
   */
  public record Repaired(
      Path file, List<Count> counts, List<String> told, List<String> lost, List<String> uncertain) {
    public Repaired {
      counts = List.copyOf(counts);
      told = List.copyOf(told);
      lost = List.copyOf(lost);
      uncertain = List.copyOf(uncertain);
    }
  }

  /**
   * Makes a database beside the file, named as it with {@code -repaired}, and its password.
   *
   * @return empty, and nothing is made, when no sweep came through
   * @throws StoreException when there is no such file, a process has it open, a repaired one is
   *     there already, or the new one can't be written
   */
  public Optional<Repaired> repair() {
    if (!Files.isRegularFile(data)) {
      throw new StoreException(
          Stream.of(file, data)
              .filter(Files::isDirectory)
              .findFirst()
              .map(folder -> "need a database's file, found a folder: " + folder)
              .orElse("need a database, found no file " + data),
          null);
    }
    if (Files.exists(target.data()) || Files.exists(target.file(".password"))) {
      throw new StoreException(
          "need a place for the repaired database, found %s there; move or delete it first"
              .formatted(target.data()),
          null);
    }
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ);
        FileLock lock = DatabaseFiles.tryLock(channel, true)) {
      if (lock == null) {
        throw new StoreException(
            "need %s closed, found another process using it".formatted(data), null);
      }
      try (Draft draft = Draft.near(target.data(), ".trawl-repair")) {
        SalvagedFile file = SalvagedFile.read(new PageFile(channel));
        Optional<Repaired> repaired = draft.fill(() -> repair(file, draft));
        log.info("database repaired file={} result={}", data, repaired);
        return repaired;
      }
    } catch (IOException e) {
      throw new StoreException(
          "need to repair %s to %s, found %s".formatted(data, target.data(), Faults.describe(e)),
          e);
    }
  }

  private Optional<Repaired> repair(SalvagedFile file, Draft folder) throws IOException {
    Path base = folder.resolve("draft");
    DatabaseFiles draft = new DatabaseFiles(base);
    Credentials credentials = new Credentials(Opening.USER, draft.password());
    RepairedDatabase database = new RepairedDatabase(base, credentials, settings);
    RecognisedMaps recognised = RecognisedMaps.in(file);
    SalvagedTables source = new SalvagedTables(file, recognised);
    Map<String, SalvagedTables.Table> tables = database.create(source);
    RepairedDatabase.Report report =
        new RepairedDatabase.Report(new ArrayList<>(source.foreign()), new ArrayList<>());
    if (recognised.unknown() > 0) {
      report
          .lost()
          .add(
              "%d rows of maps whose names are lost: no one table of Trawl's has rows like these"
                  .formatted(recognised.unknown()));
    }
    List<Count> counts =
        database.fill(source, tables, new SalvagedValues(file, recognised), report);
    if (counts.get(0).found() == 0 && report.uncertain().isEmpty()) {
      return Optional.empty();
    }
    folder.needWanted();
    target.keepPassword(draft.password());
    draft.restrict(draft.data());
    try (FileChannel channel = FileChannel.open(draft.data(), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    target.publish(draft.data(), target.data());
    return Optional.of(
        new Repaired(target.data(), counts, source.told(), report.lost(), report.uncertain()));
  }
}
