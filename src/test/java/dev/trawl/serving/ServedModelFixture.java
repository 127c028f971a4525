package dev.trawl.serving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.http.UnreadAnswers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A real server of a real model on a real port. */
final class ServedModelFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final PredictionServer server;
  final HttpClient client = HttpClient.newHttpClient();

  private ServedModelFixture(PredictionServer server) {
    this.server = server;
  }

  static ServedModelFixture of(Path folder) throws IOException {
    return of(settings(folder, null, false));
  }

  static ServedModelFixture of(ServingSettings settings) throws IOException {
    return of(settings, UnreadAnswers.ofHeap(), images -> {});
  }

  /** One whose model begins each call when it was told of it. */
  static ServedModelFixture of(ServingSettings settings, UnreadAnswers unread, IntConsumer calls)
      throws IOException {
    return new ServedModelFixture(PredictionServer.start(settings, unread, calls));
  }

  static ServingSettings settings(Path folder, @Nullable String token, boolean watch) {
    return new ServingSettings(
        ModelSource.folder(folder),
        null,
        ServingSettings.LOOPBACK,
        0,
        token,
        Set.of(),
        Set.of(),
        watch);
  }

  URI uri(String path) {
    return server.uri().resolve(path);
  }

  HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> post(String path, String json) {
    return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<String> post(String path, String type, byte[] body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  /** The body of an answer that must be a success. */
  static JsonNode ok(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return json(response);
  }

  /** What the server answers to these very bytes. */
  String raw(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
      try {
        out.write(body);
        out.flush();
      } catch (IOException e) {
        // The server answers before it has read all, and ends the connection.
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
