package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RegisteredFilesTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"../escaped", "/escaped", "within/escaped", "", ".", "within/.."})
  void write_nameThatIsNoFileOfTheFolder_isRefused(String path) throws IOException {
    Path own = Files.createDirectory(folder.resolve("model"));
    ModelVersion version =
        new ModelVersion(
            "digits", 1, "a1", "models/", List.of(new ModelFile(path, 1, "", null)), Instant.EPOCH);
    try (RunStore store =
        H2RunStore.open("jdbc:h2:mem:files;USER=sa;PASSWORD=x", Clock.systemUTC())) {
      assertThatThrownBy(() -> new RegisteredFiles(store).write(version, own))
          .isInstanceOf(DamagedRecordException.class)
          .hasMessageContaining("need a file's name of")
          .hasMessageEndingWith("found " + path);
    }
    assertThat(own).isEmptyDirectory();
  }
}
