package dev.trawl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;

/** Files that are there whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** Writes beside the file, which it replaces when all is written. */
  static void write(Path file, Iterator<byte[]> pieces) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        while (pieces.hasNext()) {
          out.write(pieces.next());
        }
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
