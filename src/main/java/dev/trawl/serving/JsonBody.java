package dev.trawl.serving;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.trawl.export.predict.JsonProblem;
import dev.trawl.http.RequestException;
import dev.trawl.http.Utf8Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Reads a body that is one JSON object. */
final class JsonBody {
  private JsonBody() {}

  /** Reads the value of a field; the parser stands at it. */
  interface Fields {
    void read(String field, JsonParser value) throws IOException;
  }

  static void read(byte[] body, Fields fields) {
    needUtf8(body);
    try (JsonParser json = ImageParser.JSON.createParser(body)) {
      read(json, fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of bytes in memory
    }
  }

  /** The parser would take other encodings too, which it knows by a zero among the first bytes. */
  private static void needUtf8(byte[] body) {
    Utf8Body.need(body);
    for (int i = 0; i < Math.min(body.length, 4); i++) {
      if (body[i] == 0) {
        throw ImageParser.bad(
            "need JSON in UTF-8, found another encoding: byte %d is 0".formatted(i + 1));
      }
    }
  }

  private static void read(JsonParser json, Fields fields) throws IOException {
    try {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw ImageParser.bad("need a JSON object, found %s".formatted(ImageParser.found(json)));
      }
      readObject(json, fields);
      if (json.nextToken() != null) {
        throw ImageParser.bad("need one JSON object, found more after it");
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = json.currentLocation();
      throw ImageParser.bad(
          "need JSON, found something else: %s at line %d, column %d"
              .formatted(JsonProblem.words(e), at.getLineNr(), at.getColumnNr()));
    }
  }

  /** An object's fields; the parser stands at its beginning. */
  static void readObject(JsonParser json, Fields fields) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      fields.read(field, json);
    }
  }

  /** The one of two fields that a body has. */
  static String needOne(String needed, Set<String> found) {
    if (found.size() != 1) {
      throw ImageParser.bad(
          "need %s, found %s".formatted(needed, found.isEmpty() ? "neither" : "both"));
    }
    return found.iterator().next();
  }

  static RequestException unknown(String needed, String field) {
    String shown = field.length() > 40 ? field.substring(0, 40) + "…" : field;
    return ImageParser.bad("need %s, found \"%s\"".formatted(needed, shown));
  }

  static String text(JsonParser value, String place) throws IOException {
    if (value.currentToken() != JsonToken.VALUE_STRING) {
      throw ImageParser.bad("%s: need a text, found %s".formatted(place, ImageParser.found(value)));
    }
    return value.getText();
  }
}
