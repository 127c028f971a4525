package dev.trawl.sweep.read;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the folder is that a sweep file names: {@code ~/} is the user's home, and what is relative
 * is so to the file's own folder, whichever folder the command is given in.
 */
public final class DatasetPaths {
  private DatasetPaths() {}

  /**
   * The source with {@code dataset.path} made absolute by one more override, so that a resume, an
   * export or a repeated run find the same images from wherever they are started; the same source
   * where there is nothing to change.
   *
   * @param spec what the source says
   * @param folder what a relative path is relative to
   * @throws java.nio.file.InvalidPathException when this machine can't have such a path
   */
  public static SweepSource absolute(SweepSource source, SweepSpec spec, Path folder) {
    String path = spec.dataset().path();
    if (path == null) {
      return source;
    }
    String absolute = absolute(path, folder).toString();
    if (absolute.equals(path)) {
      return source;
    }
    List<String> overrides = new ArrayList<>(source.overrides());
    overrides.add("dataset.path='" + absolute.replace("'", "''") + "'");
    return new SweepSource(source.file(), source.text(), overrides);
  }

  private static Path absolute(String path, Path folder) {
    Path home = Path.of(System.getProperty("user.home"));
    if (path.equals("~")) {
      return home.toAbsolutePath();
    }
    return path.startsWith("~/")
        ? home.resolve(path.substring(2)).toAbsolutePath().normalize()
        : folder.toAbsolutePath().resolve(path).normalize();
  }
}
