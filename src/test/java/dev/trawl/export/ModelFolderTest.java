package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFolderTest {
  /** The answer of a server tells nobody where it runs. */
  @Test
  void write_refusedBelowTheWorkingFolder_namesTheFolderAsItWasAskedFor() {
    for (String asked : new String[] {"src", "src/main", "pom.xml", "pom.xml/x"}) {
      Throwable refusal =
          catchThrowable(
              () ->
                  new ModelFolder(Path.of(asked), Set.of("model.zip"))
                      .write(
                          folder -> {
                            throw new AssertionError("not to be filled");
                          }));
      assertThat(refusal)
          .as(asked)
          .hasMessageContaining(Path.of(asked).getName(0).toString())
          .message()
          .doesNotContain(Path.of("").toAbsolutePath().toString());
    }
  }

  @Test
  void write_whereAFileADeviceOrALinkToNothingIs_isRefusedBeforeTheDataCome(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nothing"));
    for (Path asked : new Path[] {file, link, Path.of("/dev/stdout"), Path.of("/dev/null")}) {
      assertThatThrownBy(() -> new ModelFolder(asked, Set.of("model.zip")).refuseToReplace())
          .isInstanceOf(ExportException.class)
          .hasMessage("need a folder to write, found %s, which is none", asked);
    }
    assertThat(file).hasContent("mine");
  }
}
