package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A real server on a real port, over a real store in a folder of its own. */
final class Serving implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  final FakeClock clock = new FakeClock(NOON);
  final RunStore store;
  final Recording recording;
  final HttpClient client = HttpClient.newHttpClient();
  final String url;
  private ImageSource images = ImageSource.none();
  private SweepFileHelp help = SweepFileHelp.none();
  private @Nullable DashboardServer server;
  private int port;

  Serving(Path folder) {
    url = url(folder);
    store = H2RunStore.open(url, clock);
    recording = new Recording(store, clock);
  }

  static String url(Path folder) {
    return "jdbc:h2:file:" + folder.resolve("trawl");
  }

  /** With images to show; before it starts. */
  Serving showing(ImageSource source) {
    images = source;
    return this;
  }

  /** With help for sweep files; before it starts. */
  Serving helping(SweepFileHelp given) {
    help = given;
    return this;
  }

  Serving start() {
    return start(null, null, "/no-web-app");
  }

  Serving start(@Nullable SweepLauncher launcher, @Nullable RunExport export, String webFolder) {
    server =
        new DashboardServer(store, Recording.files(), launcher, export, images, help, webFolder);
    port = server.start("127.0.0.1", 0);
    return this;
  }

  /** Over what stands before the store. */
  Serving startOver(RunStore shown) {
    server =
        new DashboardServer(
            shown,
            Recording.files(),
            null,
            null,
            ImageSource.none(),
            SweepFileHelp.none(),
            "/no-web-app");
    port = server.start("127.0.0.1", 0);
    return this;
  }

  List<Route> routes() {
    return Objects.requireNonNull(server).routes();
  }

  int openPages() {
    return Objects.requireNonNull(server).openPages();
  }

  int port() {
    return port;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  /** The body of an answer that must be a success. */
  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return json(response);
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  HttpResponse<String> post(String path, String type, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
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

  /** What the server answers to these very lines: no client lets a test choose its Host. */
  String raw(String... lines) {
    return raw(port, lines);
  }

  static String raw(int port, String... lines) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          (String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    store.close();
  }
}
