package dev.trawl.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file's content, unpacked if it is gzipped: its first two bytes decide, not its name. */
final class RawContent {
  private static final int GZIP_FIRST_BYTE = 0x1f;
  private static final int GZIP_SECOND_BYTE = 0x8b;
  private static final int BUFFER_BYTES = 1 << 16;

  private RawContent() {}

  static InputStream open(Path file) throws IOException {
    boolean gzipped = isGzipped(file);
    InputStream packed = Files.newInputStream(file);
    if (!gzipped) {
      return packed;
    }
    try {
      return new GZIPInputStream(packed, BUFFER_BYTES);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  private static boolean isGzipped(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == GZIP_FIRST_BYTE && in.read() == GZIP_SECOND_BYTE;
    }
  }
}
