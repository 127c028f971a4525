package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.EarlierDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code trawl repair} says, and what it leaves in the folder. */
final class RepairCommandTest {
  private final Path folder;

  RepairCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Ran repair(Path file) {
    return Ran.trawl("--db", folder.resolve("other/none").toString(), "repair", file.toString());
  }

  private void assertFails(Path file, String message) throws IOException {
    List<String> before = names();
    Ran ran = repair(file);
    assertThat(ran).isEqualTo(new Ran(1, "", "trawl: " + message + "\n"));
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void repair_fileThatWasCut_saysWhatCameThroughAndPutsItBesideTheFile() throws IOException {
    EarlierDatabase.unzip("v006", folder);
    byte[] whole = Files.readAllBytes(file());
    byte[] cut = Arrays.copyOf(whole, whole.length / 100 * 60);
    Files.write(file(), cut);

    Ran ran = repair(file());

    Path repaired = folder.resolve("trawl-repaired");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("sweeps: 4 of 4 came through\nruns: 9 of 9 came through\n")
        .containsPattern("\nepochs: 2 of \\d+ came through\n")
        .containsPattern("\ncheckpoints: 1 came through, of how many is lost\n")
        .containsPattern("\nnot brought over: \\d+ of \\d+ epochs of run 2 of sweep ended \\(")
        .endsWith("\nin %1$s.mv.db; look at it with trawl sweeps --db %1$s\n".formatted(repaired));
    assertThat(file()).hasBinaryContent(cut);
    assertThat(names())
        .containsExactly(
            "trawl-repaired.mv.db", "trawl-repaired.password", "trawl.mv.db", "trawl.password");
    Ran sweeps = Ran.trawl("sweeps", "--db", repaired.toString());
    assertThat(sweeps.exitCode()).isZero();
    assertThat(sweeps.out()).contains("ended", "running", "interrupted");

    assertFails(
        file(),
        "need a place for the repaired database, found %s.mv.db there; move or delete it first"
            .formatted(repaired));
  }

  @Test
  void repair_wholeFile_bringsAllOver() throws IOException {
    EarlierDatabase.unzip("v005", folder);

    Ran ran = repair(folder.resolve("trawl"));

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith(
            """
            sweeps: 3 of 3 came through
            runs: 7 of 7 came through
            epochs: 11 of 11 came through
            checkpoints: 6 of 6 came through
            in %s-repaired.mv.db; look at it with trawl sweeps --db %<s-repaired
            """
                .formatted(folder.resolve("trawl")));
  }

  @Test
  void repair_whatIsNoDatabase_failsInWordsAndMakesNothing() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no database");
    assertFails(text, "need a sweep that can be read in %s, found none".formatted(text));
    assertThat(text).hasContent("no database");

    Path none = folder.resolve("none.mv.db");
    assertFails(none, "need a database, found no file " + none);

    Path inside = Files.createDirectory(folder.resolve("some.mv.db"));
    assertFails(inside, "need a database's file, found a folder: " + inside);
    assertFails(folder, "need a database's file, found a folder: " + folder);

    Ran ran = Ran.trawl("repair");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("Missing required parameter: 'FILE'");
  }
}
