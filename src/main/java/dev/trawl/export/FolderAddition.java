package dev.trawl.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Files of an exported folder that are no model's, such as a server for it. Stateless. */
public interface FolderAddition {
  /** The files that it writes; no format's. */
  List<String> files();

  /**
   * Writes the files.
   *
   * @param folder with all else that belongs there
   */
  void write(Path folder) throws IOException;
}
