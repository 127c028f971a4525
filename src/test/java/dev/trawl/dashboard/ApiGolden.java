package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The API's answers as they were last agreed on. The web app's tests parse the same files, so that
 * a renamed field fails both. Remade with {@code mvn test -Dtest='Api*GoldenTest'
 * -Dgolden.update=true}.
 */
final class ApiGolden {
  private static final Path FOLDER = Path.of("src/test/resources/golden/api");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> ids = new LinkedHashMap<>();

  /** Has an id, which is random, stand there as these characters and zeros. */
  void name(String id, String prefix) {
    replace(id, prefix + "0".repeat(id.length() - prefix.length()));
  }

  void replace(String id, String text) {
    ids.put(id, text);
  }

  /** A sweep and its runs, by their numbers. */
  void name(Sweep sweep, RunStore store) {
    name(sweep.id(), "5eed");
    for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
      name(run.id(), "%04x".formatted(0xa000 + 0x111 * run.number()));
    }
  }

  void check(String name, JsonNode answer) {
    try {
      String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
      for (Map.Entry<String, String> id : ids.entrySet()) {
        text = text.replace(id.getKey(), id.getValue());
        text = text.replace(id.getKey().substring(0, 8), id.getValue().substring(0, 8));
      }
      Path file = FOLDER.resolve(name + ".json");
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
