package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.cli.DoctorCommand.ExaminationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class ExaminationTest {
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tool_thatNeverAnswers_isLeftBehind(@TempDir Path folder) throws Exception {
    Path tool = folder.resolve("tool");
    Files.writeString(tool, "#!/bin/sh\nexec sleep 600\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));

    assertThat(Examination.tool(tool.toString(), "--version", 1))
        .isEqualTo(
            ExaminationResult.note(
                tool.toString(),
                "need an answer within 1 s, found none; only building Trawl needs it"));
  }

  @Test
  void limited_probeThatHangs_saysSo() {
    CountDownLatch never = new CountDownLatch(1);
    assertThat(
            Examination.limited(
                "dataset x",
                () -> {
                  never.await();
                  return List.of();
                },
                1))
        .containsExactly(
            ExaminationResult.missing("dataset x", "need an answer within 1 s, found none"));
  }
}
