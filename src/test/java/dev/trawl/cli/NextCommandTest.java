package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NextCommandTest {
  @Test
  void of_defaultDatabase_isShort() {
    assertThat(new NextCommand("./trawl", GlobalOptions.DATABASE).of("resume digits"))
        .isEqualTo("./trawl resume digits");
  }

  @Test
  void of_anotherDatabase_namesIt() {
    assertThat(new NextCommand("../trawl", "jdbc:h2:file:/data/sweeps").of("resume digits"))
        .isEqualTo("../trawl resume digits --db jdbc:h2:file:/data/sweeps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b/it's", "jdbc:h2:file:./x;CIPHER=AES", "$HOME/\"x\"", "~/trawl"})
  @DisabledOnOs(OS.WINDOWS)
  void of_wordsThatAShellWouldRead_areTheSameAfterIt(String word) throws Exception {
    String command = new NextCommand("printf", word).of("%s");
    Process shell = new ProcessBuilder(List.of("sh", "-c", command)).start();
    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("--db" + word);
  }
}
