package dev.trawl.store;

import dev.trawl.sweep.yaml.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The database that was probably meant by a path where there is none. */
final class NearestDatabase {
  private static final String ENDING = ".mv.db";

  private NearestDatabase() {}

  /**
   * One beside it, or of the same name in a folder beside its own, whose name is near.
   *
   * @param base an absolute path without an ending
   */
  static Optional<Path> of(Path base) {
    Path folder = base.getParent();
    if (folder == null) {
      return Optional.empty();
    }
    String name = base.getFileName().toString();
    Path above = folder.getParent();
    return Files.isDirectory(folder)
        ? nearest(name, folder)
        : Optional.ofNullable(above)
            .flatMap(in -> nearestFolder(folder.getFileName().toString(), in, name + ENDING))
            .map(found -> found.resolve(name));
  }

  private static Optional<Path> nearest(String name, Path folder) {
    List<String> names =
        inside(folder, Files::isRegularFile)
            .filter(found -> found.endsWith(ENDING))
            .map(found -> found.substring(0, found.length() - ENDING.length()))
            .toList();
    return resolve(folder, NearestName.of(name, names));
  }

  private static Optional<Path> nearestFolder(String name, Path above, String file) {
    List<String> names = inside(above, folder -> Files.exists(folder.resolve(file))).toList();
    return resolve(above, NearestName.of(name, names));
  }

  private static Optional<Path> resolve(Path folder, @Nullable String name) {
    return Optional.ofNullable(name).map(folder::resolve);
  }

  private static Stream<String> inside(Path folder, Predicate<Path> wanted) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(wanted).map(path -> path.getFileName().toString()).toList().stream();
    } catch (IOException e) {
      return Stream.empty(); // only a hint is missing then
    }
  }
}
