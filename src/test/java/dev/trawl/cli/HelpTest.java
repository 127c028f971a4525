package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "next",
        "replay",
        "",
        "run",
        "resume",
        "stop",
        "set",
        "check",
        "sweeps",
        "runs",
        "show",
        "logs",
        "verify",
        "tag",
        "note",
        "delete",
        "undelete",
        "export",
        "models",
        "models add",
        "models show",
        "models alias",
        "models delete",
        "predict",
        "report",
        "serve-model",
        "serve",
        "gc",
        "data",
        "data fetch",
        "data verify",
        "notify",
        "notify test",
        "notify list",
        "backup",
        "restore",
        "repair",
        "doctor"
      })
  void help_ofEachCommand_isAsAgreed(String command) {
    String[] arguments = (command + " --help").strip().split(" ", -1);

    Ran ran = Ran.trawl(arguments);

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).contains("Examples:");
    Golden.check(
        "help" + (command.isEmpty() ? "" : "-" + command.replace(' ', '-')) + ".txt", ran.out());
  }

  @Test
  void help_ofTheProgram_namesEveryCommandThatHasAGoldenHelp() throws IOException {
    String help = Ran.trawl("--help").out();
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden/cli"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.matches("help-[a-z]+\\.txt"))
                  .map(name -> name.substring(5, name.length() - 4))
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrderElementsOf(
              help.lines()
                  .filter(line -> line.matches("  [a-z]+ +[A-Z].*"))
                  .map(line -> line.strip().split(" ", 2)[0])
                  .collect(Collectors.toSet()));
    }
  }

  @Test
  void help_withColorsAllowedOnATerminal_isColored() {
    String escape = "\u001b[";
    assertThat(onTerminal(Map.of())).contains(escape);
    assertThat(onTerminal(Map.of("NO_COLOR", "1"))).doesNotContain(escape);
    assertThat(Ran.trawl("--help").out()).doesNotContain(escape);
  }

  private static String onTerminal(Map<String, String> environment) {
    return Ran.trawl(Set.of("out"), "", environment, "--help").out();
  }
}
