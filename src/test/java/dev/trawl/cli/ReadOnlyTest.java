package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.track.DatasetInfo;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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

  ReadOnlyTest(@TempDir Path folder) throws IOException {
    written = Files.createDirectory(folder.resolve("written"));
    mounted = Files.createDirectory(folder.resolve("mounted"));
  }

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        run("mount", "--bind", written.toString(), mounted.toString()) == 0
            && run("mount", "-o", "remount,ro,bind", mounted.toString()) == 0,
        "need root to mount");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", mounted.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(List.of(command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
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
              "trawl: need %s closed to read it from where it can't be written to, found another"
                      .formatted(mounted.resolve("t.mv.db"))
                  + " process using it\n");
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
}
