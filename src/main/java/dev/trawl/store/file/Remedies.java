package dev.trawl.store.file;

import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/** What can be done about a damaged file: copies of it that are near. */
final class Remedies {
  private static final String SUFFIX = ".mv.db";
  private static final String BEFORE = "-before-schema-";

  /** More are not looked at. */
  private static final int MOST_FILES = 1000;

  private Remedies() {}

  static String of(FilePath path) {
    Path file = file(path.toString());
    List<String> remedies = new ArrayList<>();
    if (file != null) {
      copies(file).forEach(copy -> remedies.add(copy + " is a copy from before its migration"));
      backups(file)
          .max(Comparator.comparing(Backup::createdAt))
          .ifPresent(
              backup ->
                  remedies.add(
                      "trawl restore %s --db … brings back what it was at %s"
                          .formatted(backup.file(), backup.createdAt())));
    }
    if (remedies.isEmpty()) {
      remedies.add("trawl restore brings a backup back");
    }
    remedies.add(repair(path) + " makes a new database of what is whole");
    return String.join("; ", remedies);
  }

  /** The command. */
  static String repair(FilePath path) {
    Path file = file(path.toString());
    return "trawl repair " + (file == null ? path : file);
  }

  private static @Nullable Path file(String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static List<Path> copies(Path file) {
    String name = file.getFileName().toString().replace(SUFFIX, "");
    return beside(file.getParent())
        .filter(other -> other.getFileName().toString().startsWith(name + BEFORE))
        .sorted()
        .toList();
  }

  private record Backup(Path file, String createdAt) {}

  /** In its folder and in the one that this is in, where {@code trawl backup} writes. */
  private static Stream<Backup> backups(Path file) {
    Path folder = file.getParent();
    return Stream.concat(beside(folder), beside(folder == null ? null : folder.getParent()))
        .filter(other -> other.getFileName().toString().endsWith(".zip"))
        .flatMap(
            zip -> {
              try {
                return Stream.of(new Backup(zip, BackupFile.read(zip).manifest().createdAt()));
              } catch (IOException | StoreException e) {
                return Stream.empty(); // another zip
              }
            });
  }

  private static Stream<Path> beside(@Nullable Path folder) {
    if (folder == null) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.limit(MOST_FILES).toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
