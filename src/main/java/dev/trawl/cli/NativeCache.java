package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where javacpp unpacks the native libraries on their first use.
 *
 * @param folder it may not exist yet
 */
record NativeCache(Path folder) {
  /** What is unpacked, rounded up. */
  static final long BYTES = 500_000_000;

  /** The property that javacpp takes it from. */
  static final String FOLDER = "org.bytedeco.javacpp.cachedir";

  private static final String LIBRARY = "nd4j-native";

  /** The one that javacpp chooses when it can write there. */
  static NativeCache ofUser() {
    String folder = System.getProperty(FOLDER);
    return new NativeCache(
        folder == null
            ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
            : Path.of(folder));
  }

  /** Whether the native library has been unpacked before. */
  boolean isFilled() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(entry -> entry.getFileName().toString().startsWith(LIBRARY));
    } catch (IOException e) {
      return false; // It isn't there, or not for us to read.
    }
  }

  /** The free space of its disk, in bytes. */
  long free() throws IOException {
    Path existing = folder.toAbsolutePath();
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return Files.getFileStore(existing).getUsableSpace();
  }

  /** Says why the first start takes longer, or that the disk is too full for it. */
  void announce(PrintWriter err) throws IOException {
    if (isFilled()) {
      return;
    }
    long free = free();
    if (free < BYTES) {
      throw CommandException.failed(
          "need %s on the disk of %s for the native library, found %s free"
              .formatted(Wording.bytes(BYTES), folder, Wording.bytes(free)));
    }
    err.printf("unpacking the native library to %s (once)%n", folder);
  }
}
