package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own, in surroundings that are not a developer's. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class SurroundingsTest {
  private static final Pattern PAGE = Pattern.compile("(http://[^/]+/)sweeps/");
  private static final String ONE_RUN =
      """
      method: grid
      parameters: {batch_size: {value: 32}, filters: {value: [4]}, dense_units: {value: 8}}
      training: {epochs: 1}
      """;

  private final Path folder;

  SurroundingsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void run_withoutAHome_leavesNothingButTheDatabaseInTheWorkingFolder() throws Exception {
    Workplace workplace = Workplace.create(folder, "db/trawl");
    Files.createDirectory(folder.resolve("db"));
    String sweep = workplace.sweep(ONE_RUN).toString();
    List<String> before = names(folder);

    Process process = workplace.start(Map.of("HOME", ""), "run", sweep, "--no-dashboard");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(workplace.err())).isZero();
    assertThat(names(folder)).isEqualTo(before);
    Path log = folder.resolve("db/trawl.log");
    assertThat(Files.readString(log)).contains("sweep");
    assertThat(Files.getPosixFilePermissions(log))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void run_inATerminal_keepsTheDashboardWhileAPageIsOpenAndEndsAsTheSweepDid() throws Exception {
    Workplace workplace = Workplace.create(folder, "trawl");
    String sweep = workplace.sweep(ONE_RUN).toString();
    Map<String, String> terminal = Map.of("JAVA_TOOL_OPTIONS", "-Dtrawl.terminals=err");
    Process process = workplace.start(terminal, "run", sweep, "--port", "0");
    try {
      String root = await(workplace, process, Pattern.compile("(http://\\S+/)"));
      try (InputStream page = URI.create(root + "api/v1/events").toURL().openStream()) {
        assertThat(page.read()).isEqualTo(':');
        assertThat(await(workplace, process, PAGE)).isEqualTo(root);
        assertThat(Files.readString(workplace.err()))
            .contains("The dashboard stays up while its page is open, or until Ctrl-C: " + root);
        assertThat(process.waitFor(7, TimeUnit.SECONDS)).isFalse(); // More than without a page.

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void check_ofAFileThatCantBeRead_saysWhichAndWhy() throws Exception {
    Ran ran = Ran.trawl("check", "/proc/self/mem");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("trawl: need a sweep file that can be read, found /proc/self/mem: ");
    assertThat(ran.err().lines()).hasSize(1);
  }

  @Test
  void database_inAFolderWithASemicolon_isAUsageErrorInOneLine() {
    Ran ran = Ran.trawl("sweeps", "--db", "jdbc:h2:file:" + folder + "/a;b/x");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains("found b/x").contains("--db PATH");
  }

  @Test
  void database_whereNoFolderCanBeMade_saysWhatToDoInOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    Ran ran = Ran.trawl("serve", "--db", "jdbc:h2:file:" + file.resolve("x/y"));

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err().lines()).hasSize(1);
    assertThat(ran.err()).contains(file + "/x").contains("--db PATH");
  }

  private static String await(Workplace workplace, Process process, Pattern pattern)
      throws Exception {
    while (true) {
      boolean alive = process.isAlive();
      String err = Files.readString(workplace.err());
      Matcher found = pattern.matcher(err);
      if (found.find()) {
        return found.group(1);
      }
      assertThat(alive).as(err).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** What stands in it, but for the process's output. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
