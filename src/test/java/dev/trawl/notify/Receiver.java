package dev.trawl.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that keeps what it is sent, and answers as it is told to. */
public final class Receiver implements AutoCloseable {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 200;

  /** The three headers of Standard Webhooks are null where they are missing. */
  public record Request(String body, String id, String timestamp, String signature) {}

  public Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::take);
    server.createContext("/moved", this::redirect);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(
        new Request(
            body,
            exchange.getRequestHeaders().getFirst("webhook-id"),
            exchange.getRequestHeaders().getFirst("webhook-timestamp"),
            exchange.getRequestHeaders().getFirst("webhook-signature")));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Location", url());
    exchange.sendResponseHeaders(307, -1);
    exchange.close();
  }

  public String url() {
    return "http://127.0.0.1:%d/hook/secret-path".formatted(server.getAddress().getPort());
  }

  String moved() {
    return url().replace("/hook/", "/moved/");
  }

  void answer(int other) {
    status = other;
  }

  /** All so far, the first first. */
  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
