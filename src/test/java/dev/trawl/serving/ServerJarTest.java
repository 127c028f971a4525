package dev.trawl.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerJarTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @BeforeAll
  static void write() throws IOException {
    ServerJar.write(SegmentModel.write(folder));
  }

  /** No class path, no variables, and nothing of this build but the folder. */
  private static Process java(List<String> machine, String... arguments) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java.toString(), "-XX:TieredStopAtLevel=1"));
    command.addAll(machine);
    command.addAll(List.of("-jar", "serve.jar"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    return builder.start();
  }

  private interface Client {
    void use(URI uri) throws Exception;
  }

  /** Starts the jar, and ends it when it was used. */
  private static void serve(List<String> machine, Client client) throws Exception {
    Process process = java(machine, "--port", "0");
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      Matcher address = ADDRESS.matcher("");
      String line = said.readLine();
      StringBuilder all = new StringBuilder();
      while (line != null && !address.reset(line).find()) {
        all.append(line).append('\n');
        line = said.readLine();
      }
      assertThat(line).as(all.toString()).isNotNull();
      client.use(URI.create(address.group()));
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static HttpRequest request(URI uri, String path, String type, byte[] body) {
    return HttpRequest.newBuilder(uri.resolve(path))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  @Test
  void jar_aloneWithAJre_servesTheFolderAndEndsWhenTold() throws Exception {
    serve(
        List.of(),
        uri -> {
          HttpClient client = HttpClient.newHttpClient();
          byte[] eight =
              ("{\"image\": " + SegmentModel.json(8) + "}").getBytes(StandardCharsets.UTF_8);
          assertThat(
                  client
                      .send(
                          request(uri, "predict", "application/json", eight),
                          BodyHandlers.ofString())
                      .body())
              .contains("\"label\":\"8\"");
          byte[] six = SegmentModel.picture(6, 1, false, 10, "png");
          assertThat(
                  client
                      .send(request(uri, "predict", "image/png", six), BodyHandlers.ofString())
                      .body())
              .contains("\"label\":\"6\"");
        });
  }

  @Test
  void jar_inALanguageWithDigitsOfItsOwn_writesNumbersAsEverywhere() throws Exception {
    serve(
        List.of("-Duser.language=ar", "-Duser.country=EG"),
        uri -> {
          HttpClient client = HttpClient.newHttpClient();
          HttpRequest metrics = HttpRequest.newBuilder(uri.resolve("metrics")).build();
          assertThat(client.send(metrics, BodyHandlers.ofString()).body())
              .contains("\ntrawl_waiting_images 0\n");
        });
  }

  /** All at once they would take some 900 MB, and a file of one has 8 kB. */
  @Test
  void jar_ofASmallHeap_answersManyLargePictures() throws Exception {
    ByteArrayOutputStream picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(1448, 1448, BufferedImage.TYPE_4BYTE_ABGR), "png", picture);
    serve(
        List.of("-Xmx256m"),
        uri -> {
          HttpClient client = HttpClient.newHttpClient();
          String path = "predict?resize=true&convert=true&invert=true";
          List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
          for (int i = 0; i < 24; i++) {
            answers.add(
                client.sendAsync(
                    request(uri, path, "image/png", picture.toByteArray()),
                    BodyHandlers.ofString()));
          }
          for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode())
                .as(answer.get().body())
                .isIn(200, 503); // which a slow machine says to those who would wait for too long
          }
        });
  }

  @Test
  void jar_itsClasses_areTheServersAlone() throws IOException {
    try (JarFile jar = new JarFile(folder.resolve(ServerJar.FILE).toFile())) {
      List<String> names = jar.stream().map(entry -> entry.getName()).toList();
      assertThat(names)
          .contains("dev/trawl/serving/ServeMain.class", "dev/trawl/serving/page.html")
          .doesNotHaveDuplicates()
          .noneMatch(name -> name.matches("org/(nd4j|deeplearning4j|h2|bytedeco)/.*|picocli/.*"))
          .noneMatch(
              name -> name.matches("dev/trawl/(?!serving/|http/|export/predict/).*\\.class"));
    }
    assertThat(Files.readAllLines(folder.resolve("Dockerfile")))
        .hasSizeLessThanOrEqualTo(10)
        .contains("USER 1000")
        .anyMatch(line -> line.matches("HEALTHCHECK .*:8080/v2/health/ready"));
  }

  @Test
  void arguments_others_areRefused() {
    Map<String, String> none = Map.of();
    ServingSettings read =
        ServeMain.settings(
            List.of("--port=9", "--watch", "--allowed-host", "a", "--allowed-host=b:1", "x"), none);
    assertThat(read.port()).isEqualTo(9);
    assertThat(read.watch()).isTrue();
    assertThat(read.allowedHosts()).containsExactlyInAnyOrder("a", "b:1");
    assertThat(read.source()).isEqualTo(ModelSource.folder(Path.of("x")));
    for (List<String> bad :
        List.of(
            List.of("--port"),
            List.of("--port", "x"),
            List.of("--port="),
            List.of("--prot", "1"),
            List.of("a", "b"))) {
      assertThatThrownBy(() -> ServeMain.settings(bad, none)).hasMessageContaining("need ");
    }
  }
}
