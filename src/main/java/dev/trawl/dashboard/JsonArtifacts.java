package dev.trawl.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What Trawl keeps as JSON beside runs. A program with its own loop may have stored anything under
 * the same names.
 */
final class JsonArtifacts {
  private static final JsonMapper JSON = new JsonMapper();

  private final RunStore store;

  JsonArtifacts(RunStore store) {
    this.store = store;
  }

  /**
   * The object in a file that has a list under a key; where there is no such file, an empty list.
   */
  ObjectNode withList(Run run, String path, String key) {
    try (InputStream content = store.openArtifact(run.id(), path).orElse(null)) {
      JsonNode found = content == null ? null : JSON.readTree(content);
      if (found instanceof ObjectNode object && object.path(key).isArray()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // Not what Trawl stores there.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectNode none = JSON.createObjectNode();
    none.putArray(key);
    return none;
  }
}
