package dev.trawl.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of which a command writes the part between two marks. */
public final class MarkedPage {
  private static final String TO = "<!-- to here -->\n";

  private MarkedPage() {}

  /**
   * Writes the part.
   *
   * @param command as the first mark names it, such as {@code src/bench/search}
   */
  public static void write(Path page, String command, String part) throws IOException {
    String from = "<!-- %s writes from here -->\n".formatted(command);
    String text = Files.readString(page);
    int begin = text.indexOf(from);
    if (begin < 0) {
      throw new IOException("need the mark %s in %s, found none".formatted(from.strip(), page));
    }
    begin += from.length();
    Files.writeString(
        page, text.substring(0, begin) + part + text.substring(text.indexOf(TO, begin)));
  }
}
