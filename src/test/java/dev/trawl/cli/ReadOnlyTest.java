package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.testkit.JavaProcess;
import dev.trawl.track.DatasetInfo;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A database on a file system that can't be written to, which takes root to make. */
@EnabledOnOs(OS.LINUX)
final class ReadOnlyTest {
  private final Path written;
  private final Path mounted;
  private @Nullable Mount mount;

  ReadOnlyTest(@TempDir Path folder) throws IOException {
    written = Files.createDirectory(folder.resolve("written"));
    mounted = Files.createDirectory(folder.resolve("mounted"));
  }

  @BeforeEach
  void mount() throws Exception {
    mount = Mount.readOnly(written, mounted);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mount != null) {
      mount.unmount();
    }
  }

  private Ran trawl(String... words) {
    return Ran.trawl(
        Stream.concat(Stream.of("--db", mounted.resolve("t").toString()), Stream.of(words))
            .toArray(String[]::new));
  }

  @Test
  void database_thatCannotBeWrittenTo_isReadAndNothingElse() throws Exception {
    try (Tracker tracker = Tracker.open("jdbc:h2:file:" + written.resolve("t"))) {
      tracker
          .begin(
              SweepDescription.of(
                  "digits",
                  "softmax",
                  new DatasetInfo("images", "", 80, 20, 10, 0, 0, 1, List.of("no", "yes")),
                  10))
          .close();

      assertThat(trawl("sweeps").err())
          .isEqualTo(
              "trawl: need %s closed to read it from a copy, found another process using it\n"
                  .formatted(mounted.resolve("t.mv.db")));
    }
    byte[] before = Files.readAllBytes(written.resolve("t.mv.db"));

    assertThat(trawl("sweeps").out()).contains("digits");
    assertThat(trawl("runs", "digits").exitCode()).isZero();

    Ran tag = trawl("tag", "digits", "a=b");
    assertThat(tag.exitCode()).isEqualTo(1);
    assertThat(tag.err())
        .isEqualTo(
            "trawl: need to open %s, found a read-only file system\n"
                .formatted(mounted.resolve("t.mv.db")));
    assertThat(Files.readAllBytes(written.resolve("t.mv.db"))).isEqualTo(before);
  }

  @Test
  void database_thatCannotBeWrittenTo_isShownExportedCheckedAndBackedUp(@TempDir Path elsewhere)
      throws Exception {
    train();

    String run =
        new ObjectMapper()
            .readTree(trawl("runs", "brightness", "--json").out())
            .at("/0/run_id")
            .asText();
    assertThat(trawl("show", run).out()).contains("val_accuracy");
    Ran export = trawl("export", "brightness", "-o", elsewhere.resolve("best").toString());
    assertThat(export.err()).isEmpty();
    assertThat(elsewhere.resolve("best").resolve("model.zip")).exists();
    assertThat(trawl("export", "brightness", "-o", "/proc/x").err())
        .startsWith(
            "trawl: the model could not be written to /proc/x: nothing can be made there, /proc/")
        .hasLineCount(1);
    assertThat(trawl("doctor").out()).contains("1 sweep recorded, every record whole");

    String backup = elsewhere.resolve("backup.zip").toString();
    assertThat(trawl("backup", backup).err()).startsWith("backed up 1 sweep, 1 run and 1 check");
    Ran restore = Ran.trawl("restore", backup, "--db", elsewhere.resolve("restored").toString());
    assertThat(restore.exitCode()).isZero();
  }

  private void train() throws IOException {
    Workplace workplace = Workplace.create(written, "t");
    Path sweep =
        workplace.sweep(
            """
            method: grid
            metric: {name: val_accuracy, goal: maximize}
            parameters:
              filters: {value: [4]}
              batch_size: {value: 16}
              learning_rate: {values: [0.01]}
            training: {epochs: 1}
            """);
    assertThat(workplace.trawl("run", sweep.toString(), "--no-dashboard").exitCode()).isZero();
  }

  @Test
  void privateCopy_commandEndsOrIsStopped_isDeleted(@TempDir Path temporary) throws Exception {
    train();

    Process sweeps = start(temporary, "sweeps");
    assertThat(sweeps.waitFor()).isZero();
    assertThat(copies(temporary)).isEmpty();

    for (int wait : new int[] {0, 50, 400}) { // while it is copied, opened, and read
      Process export = start(temporary, "export", "brightness", "-o", "best");
      while (copies(temporary).stream()
          .noneMatch(copy -> Files.exists(copy.resolve("copy.mv.db")))) {
        assertThat(export.isAlive()).isTrue();
        Thread.sleep(5);
      }
      Thread.sleep(wait);
      export.destroy();
      assertThat(export.waitFor()).isNotZero();
      assertThat(copies(temporary)).as("stopped after %d ms", wait).isEmpty();
    }
  }

  private Process start(Path temporary, String... words) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--db", mounted.resolve("t").toString()));
    arguments.addAll(List.of(words));
    return JavaProcess.with("-Djava.io.tmpdir=" + temporary)
        .main(Main.class.getName(), arguments)
        .directory(temporary.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static List<Path> copies(Path temporary) throws IOException {
    try (Stream<Path> inside = Files.list(temporary)) {
      return inside.filter(path -> path.getFileName().toString().startsWith("trawl-read")).toList();
    }
  }
}
