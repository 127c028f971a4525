package dev.trawl.cli;

import dev.trawl.sweep.yaml.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sweep file that was probably meant by a path where there is none. */
final class NearestFile {
  private static final Pattern ENDING = Pattern.compile("(?i)\\.ya?ml$");

  /** Where sweep files usually are. */
  private static final Path SWEEPS = Path.of("sweeps");

  private NearestFile() {}

  /**
   * One in the same folder, in {@code sweeps} there, or in a folder whose name is near, whose own
   * name without its ending is near.
   *
   * @param file a path that can be read as one
   */
  static Optional<Path> of(String file) {
    Path missing = Path.of(file);
    Path name = missing.getFileName();
    if (name == null) {
      return Optional.empty();
    }
    Path folder = missing.resolveSibling("");
    return nearest(name, folder, NearestFile::isSweepFile)
        .or(() -> nearest(name, folder.resolve(SWEEPS), NearestFile::isSweepFile))
        .or(
            () ->
                Optional.ofNullable(folder.getFileName())
                    .flatMap(named -> nearest(named, folder.resolveSibling(""), Files::isDirectory))
                    .flatMap(found -> nearest(name, found, NearestFile::isSweepFile)));
  }

  private static Optional<Path> nearest(Path name, Path folder, Predicate<Path> wanted) {
    Map<String, Path> files = new LinkedHashMap<>();
    try (Stream<Path> found = Files.list(folder)) {
      found.filter(wanted).sorted().forEach(file -> files.put(bare(file.getFileName()), file));
    } catch (IOException e) {
      return Optional.empty(); // only a hint is missing then
    }
    return Optional.ofNullable(NearestName.of(bare(name), files.keySet())).map(files::get);
  }

  private static boolean isSweepFile(Path file) {
    return ENDING.matcher(file.toString()).find();
  }

  private static String bare(Path file) {
    return ENDING.matcher(file.toString()).replaceFirst("");
  }
}
