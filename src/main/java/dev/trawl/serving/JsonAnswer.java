package dev.trawl.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes JSON of maps, lists, arrays of floats, texts and numbers, without reflection. */
final class JsonAnswer {
  static final String CONTENT_TYPE = "application/json";

  private JsonAnswer() {}

  static void send(Context ctx, Object json) {
    ctx.contentType(CONTENT_TYPE).result(bytes(json));
  }

  static byte[] bytes(Object json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = ImageParser.JSON.createGenerator(bytes)) {
      write(generator, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // to memory
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator generator, Object json) throws IOException {
    if (json instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (json instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (json instanceof float[] numbers) {
      generator.writeStartArray();
      for (float number : numbers) {
        generator.writeNumber(number);
      }
      generator.writeEndArray();
    } else if (json instanceof Float number) {
      generator.writeNumber(number);
    } else if (json instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else if (json instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else {
      generator.writeString(String.valueOf(json));
    }
  }
}
