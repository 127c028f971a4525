package dev.trawl.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DraftTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path parent;

  /** Makes files and, as H2 does, the folder that they are in. */
  static final class Writing {
    private Writing() {}

    public static void main(String[] arguments) throws IOException {
      try (Draft draft = Draft.in(Path.of(arguments[0]), ".draft-")) {
        draft.fill(() -> write(draft));
      }
    }

    private static Path write(Draft draft) throws IOException {
      for (int file = 0; true; file++) {
        draft.needWanted();
        Files.createDirectories(draft.resolve("inside"));
        Files.writeString(draft.resolve("inside").resolve(file % 100 + ""), "content");
      }
    }
  }

  @Test
  void close_always_deletesWhatIsInside() throws IOException {
    Draft draft = Draft.near(parent.resolve("a/b/c"), ".draft-");
    draft.fill(() -> Files.createDirectories(draft.resolve("inside/further")));
    assertThat(draft.folder()).hasParent(parent).isDirectoryContaining("glob:**/inside");

    draft.close();

    assertThat(parent).isEmptyDirectory();
    draft.close();
    assertThatThrownBy(() -> draft.fill(() -> Files.createDirectories(draft.folder())))
        .isInstanceOf(IOException.class);
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void in_aFolderWithDraftsOfKilledProcesses_deletesThoseOfLongAgo() throws IOException {
    Path old = Files.createTempDirectory(parent, ".draft-");
    Files.createDirectory(old.resolve("inside"));
    Path recent = Files.createTempDirectory(parent, ".draft-");
    List<Path> others = List.of(parent.resolve(".draft-2026"), parent.resolve(".draft-notes"));
    for (Path other : others) {
      Files.createDirectory(other);
    }
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(2)));
    for (Path folder : List.of(old, others.get(0), others.get(1))) {
      Files.setLastModifiedTime(folder, longAgo);
    }

    Draft.in(parent, ".draft-").close();

    assertThat(old).doesNotExist();
    assertThat(recent).exists();
    assertThat(others).allSatisfy(other -> assertThat(other).as("somebody's own").exists());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void processToldToEnd_whileItWrites_leavesNothing() throws Exception {
    Process process =
        JavaProcess.with()
            .main(Writing.class, parent.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (isEmpty()) {
        assertThat(process.isAlive()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);
      }

      process.destroy(); // SIGTERM

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(parent).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }

  private boolean isEmpty() throws IOException {
    try (var inside = Files.list(parent)) {
      return inside.findAny().isEmpty();
    }
  }
}
