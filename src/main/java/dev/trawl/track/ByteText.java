package dev.trawl.track;

import java.util.Locale;

/** Sizes in memory or in files, for people. */
public final class ByteText {
  private ByteText() {}

  /** A size in bytes as {@code 1.5 MB}. */
  public static String of(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double size = bytes;
    int unit = -1;
    while (size >= 999.95) {
      size /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", size, "kMGT".charAt(unit));
  }
}
