package dev.trawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts as they were last agreed on. Remade with {@code mvn test -Dtest='dev/trawl/cli/**'
 * -Dgolden.update=true}.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden/cli");

  private Golden() {}

  public static void check(String name, String text) {
    Path file = FOLDER.resolve(name);
    try {
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(text).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
