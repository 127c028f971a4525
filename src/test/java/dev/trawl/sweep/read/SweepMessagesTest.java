package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.TestCatalogs;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One broken file a message. Remade with {@code mvn test -Dtest=SweepMessagesTest
 * -Dgolden.update=true}.
 */
class SweepMessagesTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path BROKEN = RESOURCES.resolve("sweep/broken");
  private static final Path WARNED = RESOURCES.resolve("sweep/warned");
  private static final Path GOLDEN = RESOURCES.resolve("golden/sweep");

  @ParameterizedTest
  @MethodSource("broken")
  void read_brokenFile_reportsEveryProblemInPlace(String name) throws IOException {
    InvalidSweepException thrown =
        catchThrowableOfType(InvalidSweepException.class, () -> read(BROKEN.resolve(name)));

    assertThat(thrown).as(name).isNotNull();
    assertThat(thrown).hasMessage(text(thrown.problems()));
    compare(name, text(thrown.problems()));
  }

  @ParameterizedTest
  @MethodSource("warned")
  void read_questionableFile_warnsInPlace(String name) throws Exception {
    List<Problem> warnings = read(WARNED.resolve(name)).warnings();

    assertThat(warnings).isNotEmpty();
    compare(name, text(warnings));
  }

  @Test
  void goldenFiles_all_belongToASweepFile() throws IOException {
    List<String> files = Stream.concat(broken().stream(), warned().stream()).sorted().toList();

    assertThat(names(GOLDEN))
        .containsExactlyElementsOf(files.stream().map(n -> n.replace(".yaml", ".txt")).toList());
  }

  static List<String> broken() throws IOException {
    return names(BROKEN);
  }

  static List<String> warned() throws IOException {
    return names(WARNED);
  }

  private static SweepFiles.Checked read(Path file) throws InvalidSweepException, IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return TestCatalogs.sweepFiles()
        .read(new SweepSource(file.getFileName().toString(), text, List.of()));
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private static void compare(String name, String actual) throws IOException {
    Path golden = GOLDEN.resolve(name.replace(".yaml", ".txt"));
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(golden, actual + "\n");
    }
    assertThat(actual + "\n").isEqualTo(Files.readString(golden));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
