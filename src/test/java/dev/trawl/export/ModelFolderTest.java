package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

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
}
