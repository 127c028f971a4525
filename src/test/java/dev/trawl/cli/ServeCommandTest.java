package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, as a user starts it. */
final class ServeCommandTest {
  private static final Pattern LINK = Pattern.compile("dashboard  (http\\S+)\\R");

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void serve_withAToken_printsTheLinkThatOpensItAndLogsItNowhere(@TempDir Path folder)
      throws Exception {
    Workplace workplace = Workplace.create(folder, "served");
    Process process =
        workplace.start(Map.of("TRAWL_TOKEN", "s3cret & much more"), "serve", "--port", "0");
    try {
      String link = link(workplace, process);
      assertThat(link).matches("http://127\\.0\\.0\\.1:\\d+/\\?token=s3cret\\+%26\\+much\\+more");

      HttpClient browser =
          HttpClient.newBuilder()
              .cookieHandler(new CookieManager())
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
      HttpResponse<String> page = get(browser, link);
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.uri().getQuery()).isNull();
      String sweeps = page.uri().resolve("/api/v1/sweeps").toString();
      assertThat(get(browser, sweeps).statusCode()).isEqualTo(200);
      assertThat(get(HttpClient.newHttpClient(), sweeps).statusCode()).isEqualTo(401);
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(folder.resolve("served.log")))
        .contains("dashboard started uri=")
        .doesNotContain("s3cret");
  }

  @Test
  void serve_tokenThatCanBeGuessed_isRefusedAndNoDatabaseIsMade(@TempDir Path folder)
      throws Exception {
    Workplace workplace = Workplace.create(folder, "served");
    Process process = workplace.start(Map.of("TRAWL_TOKEN", "short"), "serve", "--port", "0");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(workplace.err())).contains("openssl rand").hasLineCount(1);
    assertThat(folder.resolve("served.mv.db")).doesNotExist();
  }

  private static HttpResponse<String> get(HttpClient client, String address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  private static String link(Workplace workplace, Process process) throws Exception {
    while (true) {
      boolean alive = process.isAlive();
      String err = Files.readString(workplace.err());
      Matcher found = LINK.matcher(err);
      if (found.find()) {
        return found.group(1);
      }
      assertThat(alive).as(err).isTrue();
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
