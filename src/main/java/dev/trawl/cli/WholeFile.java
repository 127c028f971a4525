package dev.trawl.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;

/** Files that are there whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes beside the file, which it replaces when all is written. A link stays one; a pipe or a
   * device is written to as it is.
   */
  static void write(Path file, Iterator<byte[]> chunks) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      copy(chunks, Files.newOutputStream(target, StandardOpenOption.WRITE));
      return;
    }
    Path folder = target.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      copy(chunks, Files.newOutputStream(part));
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void copy(Iterator<byte[]> chunks, OutputStream to) throws IOException {
    try (OutputStream out = to) {
      while (chunks.hasNext()) {
        out.write(chunks.next());
      }
    }
  }
}
