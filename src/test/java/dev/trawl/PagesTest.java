package dev.trawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The code on the pages is the code that the tests run, and the lines to change are there. */
class PagesTest {
  private static final Path DOCS = Path.of("src/docs");

  @ParameterizedTest
  @CsvSource({
    "add-an-architecture.md, src/examples/java/dev/trawl/examples/DenseNetwork.java",
    "add-an-epoch-rule.md, src/test/java/dev/trawl/train/StepDecayRule.java",
    "add-a-format.md, src/examples/java/dev/trawl/examples/CompressedFormat.java"
  })
  void page_ofADoor_hasTheDemonstrationsCode(String page, Path source) throws IOException {
    String code = Files.readString(source);
    assertThat(Files.readString(DOCS.resolve(page)))
        .contains("```java\n" + code.substring(code.indexOf("\n/**") + 1) + "```\n");
  }

  @ParameterizedTest
  @CsvSource({
    "model/Architectures, a new architecture",
    "train/EpochRules, a new rule",
    "export/ModelFormats, a new format"
  })
  void register_ofADoor_saysWhereTheLineGoes(String register, String what) throws IOException {
    assertThat(Files.readString(Path.of("src/main/java/dev/trawl/%s.java".formatted(register))))
        .contains("/** The register: %s is one line here. */".formatted(what));
  }
}
