package dev.trawl.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that its owner alone can read, for files that take their names when they are whole.
 *
 * @param path which {@link #close} deletes with the files in it
 */
record TemporaryFolder(Path path) implements AutoCloseable {
  /**
   * Makes one on the same disk as a file that is to come, where there has to be space anyway: in
   * its folder, or in the one that this will be made in.
   *
   * @param target absolute
   */
  static TemporaryFolder near(Path target, String prefix) throws IOException {
    Path folder = target.getParent();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalArgumentException("need the path of a file, found " + target);
    }
    return new TemporaryFolder(Files.createTempDirectory(folder, prefix));
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> inside = Files.list(path)) {
      for (Path file : inside.toList()) {
        Files.deleteIfExists(file); // H2, too, deletes what is its own
      }
    }
    Files.delete(path);
  }
}
