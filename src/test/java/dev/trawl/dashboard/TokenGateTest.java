package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.http.ContentPolicy;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Logged;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that neither follows redirects nor keeps cookies shows what a browser is told. */
final class TokenGateTest {
  private static final String TOKEN = "s3cret & größer als alle";
  private static final String ENCODED = "s3cret+%26+gr%C3%B6%C3%9Fer+als+alle";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init")
  private static RunStore store;

  @SuppressWarnings("NullAway.Init")
  private static DashboardServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    store = H2RunStore.open(Serving.url(folder), new FakeClock(Serving.NOON));
    server = started();
  }

  private static DashboardServer started() {
    DashboardServer made =
        new DashboardServer(
            store,
            Recording.files(),
            null,
            null,
            ImageSource.none(),
            SweepFileHelp.none(),
            "/web-app");
    made.start("127.0.0.1", 0, TOKEN);
    return made;
  }

  @AfterAll
  static void close() {
    server.close();
    store.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String setCookie(HttpResponse<?> response) {
    return response.headers().firstValue("Set-Cookie").orElse("");
  }

  /** As a browser sends it back: name=value. */
  private static String cookie() throws Exception {
    return setCookie(send(request("/?token=" + ENCODED))).split(";", 2)[0];
  }

  @Test
  void link_asPrinted_setsACookieThatOpensThePageAndTheApi() throws Exception {
    URI link = server.links().get(0);
    assertThat(link.toString()).isEqualTo(server.uri() + "?token=" + ENCODED);

    HttpResponse<String> first = send(HttpRequest.newBuilder(link));

    assertThat(first.statusCode()).isEqualTo(303);
    assertThat(first.headers().firstValue("Location")).contains("/");
    assertThat(first.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(first.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(first.body()).doesNotContain("An app");
    String[] parts = setCookie(first).split("; ", -1);
    assertThat(parts[0]).matches("trawl-%d=[0-9a-f]{64}".formatted(server.uri().getPort()));
    assertThat(parts).contains("Path=/", "HttpOnly", "SameSite=Strict");
    assertThat(setCookie(first)).doesNotContainIgnoringCase("domain").doesNotContain("s3cret");
    for (String path : List.of("/", "/sweeps/digits", "/assets/app-4f2c1a.js", "/api/v1/sweeps")) {
      assertThat(send(request(path).header("Cookie", parts[0])).statusCode())
          .as(path)
          .isEqualTo(200);
    }
  }

  @Test
  void events_withTheCookie_areStreamed() throws Exception {
    HttpResponse<InputStream> stream =
        CLIENT.send(
            request("/api/v1/events").header("Cookie", cookie()).build(),
            BodyHandlers.ofInputStream());

    try (InputStream body = stream.body()) {
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(stream.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      assertThat(new String(body.readNBytes(11), StandardCharsets.UTF_8)).isEqualTo(": connected");
    }
    assertThat(send(request("/api/v1/events")).statusCode()).isEqualTo(401);
  }

  @Test
  void pageWithAToken_andAView_isRedirectedToTheSameView() throws Exception {
    String view = "filter=number+%3D+1+AND+status+LIKE+%27%25%3C%27&runs=1%2C2";

    for (String query :
        List.of(
            view + "&token=" + ENCODED,
            "token=" + ENCODED + "&" + view,
            "%74oken=" + ENCODED + "&" + view + "&token=wrong")) {
      HttpResponse<String> answer = send(request("/sweeps/digits?" + query));

      assertThat(answer.statusCode()).as(query).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).contains("/sweeps/digits?" + view);
    }
  }

  @Test
  void pageWithAnOldToken_andTheCookie_isRedirectedToo() throws Exception {
    HttpResponse<String> answer = send(request("/?token=old").header("Cookie", cookie()));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(setCookie(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example/", "/\\evil.example/", "/%2fevil.example/"})
  void pageWithAToken_atNoPageOfOurs_isNotRedirectedThere(String path) throws Exception {
    String answer =
        raw("GET " + path + "?token=" + ENCODED + " HTTP/1.1", "Host: 127.0.0.1:" + port());

    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("Location");
  }

  @Test
  void page_withoutTheToken_saysHowToGetIn() throws Exception {
    HttpResponse<String> without = send(request("/sweeps/digits?sort=number"));
    HttpResponse<String> wrong = send(request("/?token=s3cret"));

    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(without.body())
        .contains("This link has no token.", "?token=…", "href=\"/sweeps/digits?sort=number\"")
        .doesNotContain("An app");
    String policy = without.headers().firstValue(ContentPolicy.HEADER).orElseThrow();
    assertThat(policy).startsWith("default-src 'none';").doesNotContain("unsafe", "script-src");
    String nonce = policy.replaceFirst(".*'nonce-([\\w-]{22})'.*", "$1");
    assertThat(without.body()).contains("<style nonce=\"%s\">".formatted(nonce));
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("The token in this link is not the server's.");
    assertThat(setCookie(without) + setCookie(wrong)).isEmpty();
  }

  @Test
  void page_withABrokenTokenInItsQuery_isRefusedWithItsPlace() throws Exception {
    String answer = raw("GET /?view=a&token=%C3%zz HTTP/1.1", "Host: 127.0.0.1:" + port());

    assertThat(answer).startsWith("HTTP/1.1 400").contains("query, column 8: ", "found %zz");
  }

  @Test
  void page_withHtmlInItsQuery_doesNotShowItAsHtml() throws Exception {
    String answer = raw("GET /?a=\"><script>&<b>=1 HTTP/1.1", "Host: 127.0.0.1:" + port());

    assertThat(answer).doesNotContain("<script", "<b>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/v1/sweeps", "/api/v1/sweeps?token=" + ENCODED, "/assets/app-4f2c1a.js"})
  void api_withoutHeaderOrCookie_isRefusedInTheErrorContract(String path) throws Exception {
    HttpResponse<String> answer = send(request(path));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    JsonNode problem = Serving.json(answer);
    assertThat(problem.get("title").asText()).isEqualTo("A token is needed");
    assertThat(problem.get("status").asInt()).isEqualTo(401);
    assertThat(problem.get("detail").asText()).contains("/?token=TOKEN").doesNotContain("s3cret");
    assertThat(setCookie(answer)).isEmpty();
  }

  @Test
  void header_rightToken_isEnoughAndAWrongOneIsNot() throws Exception {
    HttpRequest.Builder right = request("/api/v1/sweeps");
    // The client would send only one byte a character.
    String answer =
        raw(
            "GET /api/v1/sweeps HTTP/1.1",
            "Host: 127.0.0.1:" + port(),
            "Authorization: bearer " + TOKEN);

    assertThat(answer).startsWith("HTTP/1.1 200");
    for (String wrong : List.of("Bearer s3cret", "Bearer", "Bearer ", "Basic s3cret", cookie())) {
      assertThat(send(right.copy().header("Authorization", wrong)).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void cookie_ofAnotherPortOrChanged_isRefused() throws Exception {
    String cookie = cookie();
    String value = cookie.substring(cookie.indexOf('=') + 1);

    for (String wrong :
        List.of(
            "trawl-1=" + value,
            cookie.substring(0, cookie.length() - 1),
            cookie + "0",
            "trawl-%d=".formatted(port()),
            "trawl-%d=%s".formatted(port(), TOKEN.substring(0, 6)))) {
      assertThat(send(request("/api/v1/sweeps").header("Cookie", wrong)).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
  }

  @Test
  void twoServers_onOneHost_keepTheirCookiesApart() throws Exception {
    try (DashboardServer other = started()) {
      HttpResponse<String> opened = send(HttpRequest.newBuilder(other.links().get(0)));

      String both = cookie() + "; " + setCookie(opened).split(";", 2)[0];
      assertThat(both).contains("trawl-%d=".formatted(port()));
      assertThat(both).contains("trawl-%d=".formatted(other.uri().getPort()));
      assertThat(send(request("/").header("Cookie", both)).statusCode()).isEqualTo(200);
      HttpRequest.Builder there = HttpRequest.newBuilder(other.uri()).header("Cookie", both);
      assertThat(send(there).statusCode()).isEqualTo(200);
    }
  }

  /** A page of another port of this host is of the same site: it is sent the cookie. */
  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "http://127.0.0.1:1", "null"})
  void post_withTheCookieFromAnotherOrigin_isRefused(String origin) throws Exception {
    HttpRequest.Builder post =
        request("/api/v1/check")
            .header("Cookie", cookie())
            .header("Content-Type", "application/yaml")
            .POST(HttpRequest.BodyPublishers.ofString(Recording.YAML));

    assertThat(send(post.copy().header("Origin", origin)).statusCode()).isEqualTo(403);
    assertThat(send(post.copy().header("Origin", "http://127.0.0.1:" + port())).statusCode())
        .isEqualTo(200);
  }

  @Test
  void host_foreignWithTheToken_isRefusedAndGetsNoCookie() throws Exception {
    String answer = raw("GET /?token=" + ENCODED + " HTTP/1.1", "Host: evil.example");

    assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("Set-Cookie");
  }

  @Test
  void log_whateverIsAsked_hasNoToken() throws Exception {
    try (Logged log = new Logged(Level.DEBUG);
        DashboardServer other = started()) {
      URI link = other.links().get(0);
      String cookie = setCookie(send(HttpRequest.newBuilder(link))).split(";", 2)[0];
      send(HttpRequest.newBuilder(other.uri().resolve("/api/v1/sweeps?token=" + ENCODED)));
      send(HttpRequest.newBuilder(other.uri().resolve("/none.txt?token=" + ENCODED)));
      send(HttpRequest.newBuilder(other.uri()).header("Cookie", cookie));
      raw("GET /?token=s3cret{ HTTP/1.1", "Host: 127.0.0.1:" + port());
      assertThat(log.lines())
          .anyMatch(line -> line.contains("dashboard started uri=" + other.uri()))
          .noneMatch(line -> line.contains("s3cret"));
    }
  }

  @Test
  void links_ofAllAddresses_nameThisMachineAndItsHost() {
    try (DashboardServer everywhere = new DashboardServer(store, Recording.files(), null, null)) {
      everywhere.start("0.0.0.0", 0, TOKEN);

      String end = ":%d/?token=%s".formatted(everywhere.uri().getPort(), ENCODED);
      assertThat(everywhere.links().get(0)).hasToString("http://127.0.0.1" + end);
      assertThat(everywhere.links())
          .allSatisfy(link -> assertThat(link.toString()).endsWith(end))
          .noneSatisfy(link -> assertThat(link.getHost()).isEqualTo("0.0.0.0"));
    }
  }

  private static int port() {
    return server.uri().getPort();
  }

  private static String raw(String... lines) throws IOException {
    return Serving.raw(port(), lines);
  }
}
