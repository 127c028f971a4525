package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.trawl.testkit.Logged;
import dev.trawl.testkit.SegmentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFollowerTest {
  private static Path model(Path folder, String version) throws IOException {
    List<String> labels = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    return SegmentModel.write(folder.resolve("v" + version), "digits", version, 1, labels);
  }

  private static void lead(Path link, Path folder) throws IOException {
    Path made = Files.createSymbolicLink(link.resolveSibling("new"), folder);
    Files.move(made, link, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String version(ServedModelFixture served) {
    return ok(served.get("/model")).get("version").asText();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1200 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void link_thatLeadsElsewhere_isFollowedWithoutALostRequest(@TempDir Path folder)
      throws Exception {
    Path link = folder.resolve("champion");
    lead(link, model(folder, "1"));
    ConcurrentHashMap<String, Integer> versions = new ConcurrentHashMap<>();
    AtomicBoolean done = new AtomicBoolean();
    try (ServedModelFixture served =
        ServedModelFixture.of(ServedModelFixture.settings(link, null, true))) {
      String body = "{\"image\": " + SegmentModel.json(2) + "}";
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  String version = ok(served.post("/predict", body)).at("/model/version").asText();
                  versions.merge(version, 1, Integer::sum);
                }
              });
      Path broken = model(folder, "2");
      Files.write(broken.resolve("model.onnx"), new byte[7]);
      lead(link, broken);
      await(() -> served.get("/metrics").body().contains("result=\"refused\"} 1"));
      assertThat(version(served)).as("the one before goes on").isEqualTo("1");

      lead(link, model(folder, "3"));
      await(() -> version(served).equals("3"));
      done.set(true);
      asking.get();
    }
    assertThat(versions.keySet()).contains("1").isSubsetOf("1", "3");
  }

  @Test
  void link_thatLeadsNowhere_isSaidOnceAndFollowedLater(@TempDir Path folder) throws Exception {
    Path link = folder.resolve("champion");
    Path gone = model(folder, "1");
    lead(link, gone);
    try (Logged log = new Logged(Level.WARN);
        ServedModelFixture served =
            ServedModelFixture.of(ServedModelFixture.settings(link, null, true))) {
      lead(link, folder.resolve("nowhere"));
      String said =
          "WARN model kept, there is none to follow now: need a model's folder %s, found no %s"
              .formatted(link, link);
      await(() -> log.lines().contains(said));
      assertThat(version(served)).isEqualTo("1");

      lead(link, model(folder, "2"));
      await(() -> version(served).equals("2"));
      assertThat(log.lines()).containsOnlyOnce(said);
    }
  }

  @Test
  void folder_exportedAnew_isFollowed(@TempDir Path folder) throws Exception {
    Path place = Files.move(model(folder, "1"), folder.resolve("best"));
    try (ServedModelFixture served =
        ServedModelFixture.of(ServedModelFixture.settings(place, null, true))) {
      Path newer = model(folder, "2");
      Files.move(place, folder.resolve("earlier"), StandardCopyOption.ATOMIC_MOVE);
      Files.move(newer, place, StandardCopyOption.ATOMIC_MOVE);

      await(() -> version(served).equals("2"));
    }
  }
}
