package dev.trawl.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A database of this build's schema in a folder, made once and copied for each test. */
public record RecordedDatabase(Path folder) {
  public static RecordedDatabase in(Path folder) throws IOException {
    StoredDatabase.main(new String[] {folder.toString()});
    return new RecordedDatabase(folder);
  }

  /** To {@code trawl.mv.db} with its password. */
  public void copyTo(Path other) throws IOException {
    for (String name : List.of("trawl.mv.db", "trawl.password")) {
      Files.copy(folder.resolve(name), other.resolve(name));
    }
  }

  /** What it holds, as the lines of {@link RecordedText}. */
  public List<String> lines() throws IOException {
    return Files.readAllLines(folder.resolve("recorded.txt"));
  }
}
