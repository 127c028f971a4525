package dev.trawl.serving;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.util.Callback;

/** Writes JSON of maps, lists, arrays of floats, texts and numbers, without reflection. */
final class JsonAnswer {
  private JsonAnswer() {}

  static void send(Context ctx, Object json) {
    sendBytes(ctx, bytes(json));
  }

  static void sendBytes(Context ctx, byte[] json) {
    ctx.contentType("application/json").result(json);
  }

  /**
   * The same for a thread that others need: a client that doesn't read its answer keeps no thread
   * waiting. To be called when the request is asynchronous.
   *
   * @return completes when the answer is written, or its client has left
   */
  static CompletableFuture<Void> sendWithoutWaiting(Context ctx, byte[] json) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    HttpOutput output = ServletContextRequest.getServletContextRequest(ctx.req()).getHttpOutput();
    ctx.contentType("application/json");
    output.sendContent(
        ByteBuffer.wrap(json),
        Callback.from(() -> written.complete(null), gone -> written.complete(null)));
    return written;
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
