package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a small disk that is full, which takes root to make. */
@EnabledOnOs(OS.LINUX)
final class FullDiskCommandsTest {
  /** Far above what is promised, far below what it took. */
  private static final long SECONDS = 20;

  private final Path disk;
  private final Path ballast;
  private final Workplace workplace;
  private @Nullable Mount mount;

  FullDiskCommandsTest(@TempDir Path folder) throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    ballast = disk.resolve("ballast");
    workplace = Workplace.create(folder, "disk/t");
  }

  @BeforeEach
  void mount() throws Exception {
    mount = Mount.smallDisk(disk);
  }

  @AfterEach
  void unmount() throws Exception {
    if (mount != null) {
      mount.unmount();
    }
  }

  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4096];
      while (Files.getFileStore(disk).getUsableSpace() > 0) {
        out.write(block);
      }
    }
  }

  /** What the process says, or has said when it ended. */
  private String await(Process process, String words) throws IOException, InterruptedException {
    String said = "";
    while (!said.contains(words) && process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(20);
      said = Files.readString(said());
    }
    return said;
  }

  private Path said() {
    return disk.resolveSibling("err");
  }

  @Test
  void interrupt_whileTheDiskIsFull_endsSoonAndTheSweepGoesOn() throws Exception {
    Path file =
        workplace.sweep(
            """
            method: grid
            parameters:
              filters: {values: [[4]]}
            training: {epochs: 100000}
            """);
    Process sweep = start("run", file.toString(), "--no-dashboard");
    try {
      assertThat(await(sweep, "epoch 1/")).contains("epoch 1/");
      fill();
      assertThat(await(sweep, "the disk is full")).contains("the disk is full");
      sweep.destroy(); // SIGTERM
      assertThat(sweep.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(sweep.exitValue()).isEqualTo(130);
    } finally {
      sweep.destroyForcibly();
    }
    Process tag = start("tag", "brightness", "a=b");
    assertThat(tag.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(tag.exitValue()).isEqualTo(1);
    assertThat(Files.readString(said())).contains("the disk is full");

    Files.delete(ballast);

    assertThat(workplace.trawl("sweeps").out()).contains("INTERRUPTED");
  }

  private Process start(String... arguments) throws IOException {
    return workplace
        .process(arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(said().toFile())
        .start();
  }

  @Test
  void newDatabase_onAFullDisk_leavesNoPartOfItsPassword() throws Exception {
    fill();

    Ran run = workplace.trawl("run", sweepFile().toString(), "--no-dashboard");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(disk.resolve("t.password.new")).doesNotExist();
  }

  private Path sweepFile() throws IOException {
    return workplace.sweep(
        """
        method: grid
        metric: {name: val_accuracy, goal: maximize}
        parameters:
          filters: {value: [4]}
          batch_size: {value: 16}
          learning_rate: {values: [0.01]}
        training: {epochs: 1}
        """);
  }
}
