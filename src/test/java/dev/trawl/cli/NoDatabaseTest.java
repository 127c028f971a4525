package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A path where no database is, and the ways to write one where there is. */
final class NoDatabaseTest {
  private final Path folder;

  NoDatabaseTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** The machine is looked at before there is a database. */
  @Test
  void run_withMoreWorkersThanCores_saysSo() throws IOException {
    Workplace workplace = Workplace.create(folder, "db");
    String file =
        workplace
            .sweep(
                """
                method: grid
                parameters: {filters: {value: [4]}}
                training: {epochs: 1}
                """)
            .toString();

    Ran ran = workplace.trawl("run", file, "--no-dashboard", "--workers", "500");

    assertThat(ran.err()).as("a warning, or a refusal for its memory").contains("500 workers");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweeps",
        "sweeps --json",
        "runs s",
        "show s",
        "export s -o out",
        "stop s",
        "resume s",
        "tag s a=b",
        "note s text",
        "delete s --yes",
        "undelete s",
        "gc",
      })
  void command_noDatabaseThere_saysSoAndMakesNone(String command) throws IOException {
    List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
    words.addAll(List.of("--db", "jdbc:h2:file:" + folder.resolve("t")));

    Ran ran = Ran.trawl(words.toArray(String[]::new));

    assertThat(ran.err()).isEqualTo("trawl: no database at %s\n".formatted(folder.resolve("t")));
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void sweeps_nameOrFolderMistyped_namesTheDatabaseThatIsThere() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    H2RunStore.open("jdbc:h2:file:" + data.resolve("trawl"), Clock.systemUTC()).close();
    for (String mistyped : List.of("data/trwal", "daat/trawl")) {
      Ran ran = Ran.trawl("sweeps", "--db", folder.resolve(mistyped).toString());

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .isEqualTo(
              "trawl: no database at %s; did you mean %s?\n"
                  .formatted(folder.resolve(mistyped), data.resolve("trawl")));
    }
    assertThat(folder.resolve("daat")).doesNotExist();
  }

  @Test
  void sweeps_pathOrFileInPlaceOfTheUrl_isThatDatabase() throws IOException {
    Path base = folder.resolve("t");
    H2RunStore.open("jdbc:h2:file:" + base, Clock.systemUTC()).close();
    List<Path> before = files();
    for (String written : List.of(base.toString(), base + ".mv.db", "jdbc:h2:" + base + ".mv.db")) {
      Ran ran = Ran.trawl("sweeps", "--db", written);

      assertThat(ran.err()).startsWith("no sweeps yet");
      assertThat(ran.exitCode()).isZero();
    }
    assertThat(files()).hasSameElementsAs(before);
  }

  @Test
  void sweeps_defaultDatabaseNotThere_saysHowToRunOneAndMakesNone() throws Exception {
    Process process = trawl("sweeps");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("no sweeps yet; ./trawl run FILE runs one\n");
    assertThat(files()).noneMatch(file -> file.toString().endsWith(".mv.db"));
  }

  private Process trawl(String... arguments) throws IOException {
    return JavaProcess.with().main(Main.class, arguments).directory(folder.toFile()).start();
  }

  @Test
  void run_twiceAtTheSameMoment_onlyOneStarts() throws Exception {
    Workplace first = Workplace.create(folder, "t");
    Path file =
        first.sweep(
            """
            method: grid
            parameters:
              filters: {values: [[4]]}
            training: {epochs: 2}
            """);
    Process one = first.start("run", file.toString(), "--no-dashboard");
    Process other = trawl("--db", first.database(), "run", file.toString(), "--no-dashboard");

    String said = new String(other.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(one.waitFor(120, TimeUnit.SECONDS)).isTrue();
    said += Files.readString(first.err());
    assertThat(List.of(one.exitValue(), other.waitFor())).as(said).containsExactlyInAnyOrder(0, 2);
    assertThat(said)
        .containsPattern("brightness is being run by another process; .* --new runs a second one");
  }
}
