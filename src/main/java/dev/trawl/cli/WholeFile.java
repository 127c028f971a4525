package dev.trawl.cli;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.trawl.draft.Draft;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;

/** Files that are there whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes beside the file, which it replaces when all is written. A link stays one; a pipe or a
   * device is written to as it is.
   *
   * @throws FileSystemException with the file, also when the disk is full
   */
  static void write(Path file, Iterator<byte[]> chunks) throws IOException {
    try {
      writeWhole(file, chunks);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      FileSystemException named =
          new FileSystemException(file.toString(), null, ErrorMessages.reason(e));
      named.initCause(e);
      throw named;
    }
  }

  private static void writeWhole(Path file, Iterator<byte[]> chunks) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      copy(chunks, Files.newOutputStream(target, StandardOpenOption.WRITE));
      return;
    }
    Path folder = target.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    try (Draft draft = Draft.near(target, ".trawl-")) {
      draft.fill(() -> Files.move(written(chunks, draft), target, REPLACE_EXISTING));
    }
  }

  private static Path written(Iterator<byte[]> chunks, Draft draft) throws IOException {
    Path part = draft.resolve("part");
    try (OutputStream out = Files.newOutputStream(part)) {
      while (chunks.hasNext()) {
        draft.needWanted();
        out.write(chunks.next());
      }
    }
    return part;
  }

  private static void copy(Iterator<byte[]> chunks, OutputStream to) throws IOException {
    try (OutputStream out = to) {
      while (chunks.hasNext()) {
        out.write(chunks.next());
      }
    }
  }
}
