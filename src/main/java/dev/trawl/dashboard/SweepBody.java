package dev.trawl.dashboard;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trawl.export.predict.JsonProblem;
import dev.trawl.http.BodyReader;
import dev.trawl.http.RequestGuard;
import dev.trawl.http.Utf8Body;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.track.Tag;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads request bodies: JSON, or a sweep file as it is. */
final class SweepBody {
  /** What a sweep file is called that came without a name. */
  private static final String UNNAMED = "sweep.yaml";

  private final RecordJson json;
  private final BodyReader reader;

  SweepBody(RecordJson json, BodyReader reader) {
    this.json = json;
    this.reader = reader;
  }

  /** The sweep file in the body: YAML text, or JSON with {@code file}, {@code text}, overrides. */
  SweepSource source(Context ctx) {
    if (RequestGuard.bodyType(ctx).equals("application/yaml")) {
      return new SweepSource(UNNAMED, text(ctx), List.of());
    }
    JsonNode body = object(ctx, "file", "text", "overrides");
    JsonNode overrides = body.path("overrides");
    if (!overrides.isMissingNode() && !overrides.isArray()) {
      throw ApiException.badRequest("need overrides as a list of texts, found " + overrides);
    }
    List<String> texts = new ArrayList<>();
    overrides.forEach(override -> texts.add(text("overrides", override)));
    String file = body.hasNonNull("file") ? text("file", body.get("file")) : UNNAMED;
    return new SweepSource(file, text("text", body.path("text")), texts);
  }

  /**
   * The JSON object in the body; an empty body is an empty object.
   *
   * @param keys that it may have
   */
  JsonNode object(Context ctx, String... keys) {
    String text = text(ctx);
    JsonNode node = tree(text.isBlank() ? "{}" : text);
    if (!node.isObject()) {
      throw ApiException.badRequest("need a JSON object, found another JSON value");
    }
    node.fieldNames().forEachRemaining(key -> needKey(key, List.of(keys)));
    return node;
  }

  /** One JSON value, whose objects have each key once. */
  private JsonNode tree(String text) {
    try (JsonParser parser = json.mapper().createParser(text)) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      JsonNode node = parser.readValueAsTree();
      if (parser.nextToken() != null) {
        throw ApiException.badRequest(
            "need one JSON value, found more after it" + place(parser.currentTokenLocation()));
      }
      return node == null ? MissingNode.getInstance() : node;
    } catch (JsonProcessingException e) {
      throw ApiException.badRequest(
          "need JSON, found %s%s".formatted(JsonProblem.words(e), place(e.getLocation())));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a text in memory
    }
  }

  /** Whoever misspells one would get something else than they asked for. */
  private static void needKey(String key, List<String> known) {
    if (!known.contains(key)) {
      String nearest = NearestName.of(key, known);
      throw ApiException.badRequest(
          "need no other keys than %s in the body, found %s%s"
              .formatted(
                  String.join(", ", known),
                  key.isEmpty() ? "an empty one" : key,
                  nearest == null ? "" : " (did you mean %s?)".formatted(nearest)));
    }
  }

  /** Jackson's limits have none: so deep, or a number of so many digits. */
  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** Each value of the JSON object in the body as {@code key=value}, the keys dotted. */
  List<String> changes(Context ctx) {
    JsonNode node = tree(text(ctx));
    if (!node.isObject() || node.isEmpty()) {
      throw ApiException.badRequest(
          "need a JSON object with a value for each key, such as {\"run_cap\": 40}, found none");
    }
    List<String> changes = new ArrayList<>();
    addChanges("", node, changes);
    return changes;
  }

  /** JSON is YAML as it stands. */
  private static void addChanges(String path, JsonNode node, List<String> changes) {
    if (!node.isObject()) {
      changes.add(path + "=" + node);
      return;
    }
    String before = path.isEmpty() ? "" : path + ".";
    node.properties()
        .forEach(entry -> addChanges(before + entry.getKey(), entry.getValue(), changes));
  }

  /** The tag that the path names, with the body's {@code value}. */
  Tag tag(Context ctx) {
    return tag(ctx, text("value", object(ctx, "value").path("value")));
  }

  static Tag tag(Context ctx, String value) {
    try {
      return new Tag(ctx.pathParam("tag"), value);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
  }

  static String text(String name, JsonNode node) {
    if (!node.isTextual()) {
      throw ApiException.badRequest(
          "need %s as a text, found %s".formatted(name, node.isMissingNode() ? "none" : node));
    }
    return node.textValue();
  }

  private String text(Context ctx) {
    byte[] body = reader.read(ctx);
    Utf8Body.need(body);
    return new String(body, StandardCharsets.UTF_8);
  }
}
