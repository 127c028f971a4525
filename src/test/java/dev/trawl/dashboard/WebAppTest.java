package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.http.ContentPolicy;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder served is {@code src/test/resources/web-app}. */
final class WebAppTest {
  private static final String POLICY = ContentPolicy.HEADER;

  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start(null, null, "/web-app");
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/sweeps", "/sweeps/0a1b/runs", "/runs/0a1b?tab=curves"})
  void views_ofTheApp_areItsPageAndNotCached(String path) {
    HttpResponse<String> response = serving.get(path);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("<title>An app</title>");
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  /** One that could be known beforehand would let in what somebody else wrote into the page. */
  @Test
  void policy_ofThePage_letsInItsOwnFilesAndWhatHasTheAnswersNonce() {
    String first = nonceOf(serving.get("/"));

    assertThat(nonceOf(serving.get("/"))).isNotEqualTo(first);
    assertThat(serving.get("/assets/app-4f2c1a.js").headers().firstValue(POLICY))
        .contains(ContentPolicy.NOTHING);
  }

  /** As the policy has it and as the page has it, which are the same. */
  private static String nonceOf(HttpResponse<String> page) {
    String policy = page.headers().firstValue(POLICY).orElseThrow();
    assertThat(policy).startsWith("default-src 'none';").doesNotContain("unsafe");
    Matcher nonce = Pattern.compile("'nonce-([\\w-]{22})'").matcher(policy);
    assertThat(nonce.find()).isTrue();
    assertThat(page.body())
        .contains("<script nonce=\"%s\">".formatted(nonce.group(1)))
        .doesNotContain("TRAWL-NONCE");
    return nonce.group(1);
  }

  @Test
  void asset_withAHash_isCachedForEver() {
    HttpResponse<String> response = serving.get("/assets/app-4f2c1a.js");

    assertThat(response.body()).isEqualTo("console.log(\"app\");\n");
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(response.headers().firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br, zstd | true",
        "br;q=0.5                | true",
        "br                      | true",
        "gzip, br;q=0            | false",
        "br;q=0.0, gzip          | false",
        "gzip                    | false",
        "brotli                  | false"
      })
  void asset_builtWithItsBrotliForm_isSentAsTheBrowserTakesIt(String encodings, boolean takes) {
    HttpResponse<String> response =
        serving.send(
            HttpRequest.newBuilder(serving.uri("/assets/app-4f2c1a.js"))
                .header("Accept-Encoding", encodings)
                .build());

    assertThat(response.headers().firstValue("Content-Encoding").orElse(""))
        .isEqualTo(takes ? "br" : "");
    assertThat(response.body()).isEqualTo(takes ? "compressed" : "console.log(\"app\");\n");
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(response.headers().firstValue("Vary")).contains("Accept-Encoding");
  }

  @Test
  void file_withoutAHash_isNotCached() {
    HttpResponse<String> response = serving.get("/logo.svg");

    assertThat(response.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-cache");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../dev/trawl/dashboard/WebApp.class",
        "/assets/../../dev/trawl/dashboard/WebApp.class",
        "/..%2fdev/trawl/dashboard/WebApp.class",
        "/%2e%2e/dev/trawl/dashboard/WebApp.class",
        "/assets/%2e%2e/%2e%2e/logback.xml",
        "/..\\dev\\trawl\\dashboard\\WebApp.class",
        "/..%5cdev%5ctrawl%5cdashboard%5cWebApp.class",
        "/%252e%252e/dev/trawl/dashboard/WebApp.class",
        "/..;/dev/trawl/dashboard/WebApp.class",
        "//etc/passwd.txt",
        "/assets/.hidden.js",
        "/assets.d/",
        "/index.html%00.js",
        "/WEB-INF/web.xml"
      })
  void traversal_inAnySpelling_findsNothing(String path) {
    String answer = serving.raw("GET " + path + " HTTP/1.1", "Host: localhost:" + serving.port());

    assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*");
    assertThat(answer).contains("application/problem+json");
  }

  @Test
  void head_ofThePage_hasNoBody() {
    HttpResponse<String> response =
        serving.send(
            HttpRequest.newBuilder(serving.uri("/"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void page_whenTheAppIsNotBuilt_saysSoAndNamesTheApi(@TempDir Path other) {
    try (Serving without = new Serving(other).start()) {
      HttpResponse<String> response = without.get("/");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("not part of this build").contains("/api/v1/sweeps");
    }
  }
}
