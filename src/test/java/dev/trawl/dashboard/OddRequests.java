package dev.trawl.dashboard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes requests of a table of routes: right ones, and ones with a few odd parts. */
final class OddRequests {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY", "BREW");

  private static final List<String> SEGMENTS =
      List.of(
          "..",
          "%2e%2e",
          "%252e",
          "%00",
          "%ZZ",
          "%C3",
          "%C0%AF",
          "a%2Fb",
          "a%5Cb",
          ";x=y",
          "*",
          "-1",
          "+6",
          "006",
          "6",
          "0",
          "2147483648",
          "1e3",
          "NaN",
          "%F0%9F%98%80",
          "%ED%A0%80",
          "'%20OR%201=1",
          "%25",
          "%0D%0Ax",
          "__proto__",
          "x".repeat(3000),
          "%E2%80%AE",
          "");

  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "1",
          "-1",
          "+6",
          "006",
          "1e3",
          "9223372036854775808",
          "true",
          "yes",
          "NaN",
          "%ZZ",
          "%",
          "%C3",
          "%ED%A0%80",
          "%00",
          "%F0%9F%98%80",
          "a=b=c",
          "x".repeat(5000),
          "val_accuracy",
          ",,,",
          "metrics.val_accuracy%20DESC",
          "-number",
          "params.learning_rate%20%3C%201e-2",
          "tags.note%20LIKE%20'%25e%25e%25e%25e%25e%25e%25e%25e%25e%23'",
          "NOT%20NOT%20band%20IS%20NULL",
          "number%20IN%20(1,2,99999999999999999999)",
          "start_time%20%3E%20'9999999-01-01'",
          "(".repeat(900),
          "NOT%20".repeat(900) + "number=1",
          "params.%60a%60%60b%60%20=%20'x",
          "status%20=%20'GONE'",
          "number%20=%201e999",
          "tags.%60%00%60%20=%20''");

  private static final List<String> HEADERS =
      List.of(
          "Origin: http://evil.example",
          "Origin: null",
          "Sec-Fetch-Site: cross-site",
          "Sec-Fetch-Site: same-origin",
          "Sec-Fetch-Mode: navigate",
          "X-HTTP-Method-Override: DELETE",
          "X-HTTP-Method-Override: BREW",
          "Last-Event-ID: 0",
          "Last-Event-ID: -9",
          "Last-Event-ID: x",
          "Accept: text/html",
          "Accept-Encoding: gzip, br",
          "Cookie: a=b; ;=;\"",
          "Authorization: Bearer",
          "Authorization: Basic eA==",
          "Range: bytes=0-1",
          "Expect: 100-continue",
          "Expect: tea",
          "Content-Encoding: gzip",
          "If-None-Match: *",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "X-Long: " + "x".repeat(9000),
          "X-Empty:",
          "Accept-Charset: \u00ff",
          "Transfer-Encoding: gzip",
          "Connection: upgrade");

  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/json",
          "application/yaml",
          "application/yaml; charset=utf-16",
          "application/json; charset=nope",
          "text/plain",
          "multipart/form-data",
          "/",
          "");

  private static final List<String> BODIES =
      List.of(
          "",
          " ",
          "{}",
          "[]",
          "null",
          "1",
          "\"x\"",
          "{",
          "{\"a\":1,\"a\":2}",
          "\u0000",
          "\ufeff{}",
          "{\"value\":\"x\"}",
          "{\"value\":1}",
          "{\"value\":\"\\ud800\"}",
          "{\"value\":\"a\\u0000b\"}",
          "{\"value\":\"" + "x".repeat(9000) + "\"}",
          "{\"text\":" + "[".repeat(2000),
          "{\"a\":".repeat(50_000),
          "[".repeat(400_000),
          "{\"n\":" + "9".repeat(100_000) + "}",
          "{\"n\":1e999999999}",
          "{\"n\":NaN}",
          "{\"" + "k".repeat(60_000) + "\":1}",
          "{\"text\":\"name: x\",\"overrides\":{}}",
          "{\"text\":\"name: x\",\"overrides\":[1,null]}",
          "{\"text\":\"name: x\",\"overrides\":[\"=\",\"a.b.c=[\",\"\",\"training..epochs=1\"]}",
          "{\"text\":\"a: &a [*a, *a]\",\"file\":\"../../x\"}",
          "{\"text\":null}",
          "{\"file\":\"\\u0000\",\"text\":\"\"}",
          "{\"directory\":\"../x\"}",
          "{\"directory\":\"/x\"}",
          "{\"directory\":\"\\u0000\"}",
          "{\"directory\":\"target/odd/" + "x/".repeat(400) + "\"}",
          "{\"directory\":[]}",
          "name: x",
          "- ".repeat(5000),
          "? ? ? :",
          "a: !!javax.script.ScriptEngineManager []",
          "name: \"\\ud800\"",
          "{".repeat(3000),
          "&a [*a]",
          "%YAML 9.9\n---\n",
          "name: digits\nparameters: {x: {min: 1, max: .nan}}");

  private final Random random;
  private final List<String> ids;

  /**
   * @param ids of what is there
   */
  OddRequests(Random random, List<String> ids) {
    this.random = random;
    this.ids = ids;
  }

  /** The bytes of a request, after which the server closes the connection. */
  byte[] next(Route route, int port) {
    String method = random.nextInt(4) > 0 ? route.method().name() : one(METHODS);
    String query = query(route);
    List<String> head = new ArrayList<>();
    head.add(method + " " + path(route.path()) + query + " HTTP/1.1");
    head.add("Host: 127.0.0.1:" + port);
    head.add("Connection: close");
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      head.add(one(HEADERS));
    }
    byte[] body = new byte[0];
    if (!List.of("GET", "HEAD", "DELETE").contains(method) || random.nextInt(20) == 0) {
      body = body();
      head.add("Content-Type: " + one(TYPES));
      head.add("Content-Length: " + body.length);
    }
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        (String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private String path(String pattern) {
    return List.of(pattern.split("/")).stream()
        .map(part -> part.startsWith("{") || part.startsWith("<") ? segment() : part)
        .collect(Collectors.joining("/"));
  }

  private String segment() {
    return random.nextInt(3) > 0 ? one(ids) : one(SEGMENTS);
  }

  private String query(Route route) {
    List<String> keys = new ArrayList<>(route.keys());
    keys.sort(null);
    List<String> pairs = new ArrayList<>();
    for (int i = random.nextInt(5) - 1; i > 0; i--) {
      boolean known = !keys.isEmpty() && random.nextInt(8) > 0;
      String key = known ? one(keys) : one(List.of("fliter", "limitt", "%ZZ", "", "a%00", "token"));
      pairs.add(random.nextInt(10) == 0 ? key : key + "=" + one(VALUES));
    }
    return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
  }

  private byte[] body() {
    if (random.nextInt(30) == 0) {
      byte[] noise = new byte[random.nextInt(2000)];
      random.nextBytes(noise);
      return noise;
    }
    String text = random.nextInt(4) == 0 ? Recording.YAML : one(BODIES);
    return text.getBytes(
        random.nextInt(20) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
  }

  private String one(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }
}
