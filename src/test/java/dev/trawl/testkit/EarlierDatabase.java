package dev.trawl.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Databases of earlier schemas among the tests' resources, as the code of then wrote them. */
public final class EarlierDatabase {
  private EarlierDatabase() {}

  /**
   * Unpacks {@code trawl.mv.db} and {@code trawl.password} into a folder.
   *
   * @param version such as {@code v006}
   */
  public static void unzip(String version, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(resource(version + "/trawl.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(Path.of(entry.getName()).getFileName()));
      }
    }
  }

  /** What it holds, as the lines of {@link RecordedText}. */
  public static List<String> recorded(String version) throws IOException {
    try (InputStream text = resource(version + "/recorded.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(EarlierDatabase.class.getResourceAsStream("/db/" + name), name);
  }
}
