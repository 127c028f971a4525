package dev.trawl.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.SegmentModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is made of a good body, the answer is one of those that there are. */
final class BodyFuzzTest {
  private static final int BODIES = 400;

  private static final Set<Integer> STATUSES = Set.of(200, 400, 413, 422);

  private static final String[] PIECES = {
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "null",
    "true",
    "-1",
    "256",
    "1e999",
    "0.5",
    "NaN",
    "\\u0000",
    "\ud83d",
    " ",
    "\n",
    "\"image\"",
    "\"images\"",
    "\"inputs\"",
    "[[[[",
    "99999999999999999999"
  };

  @Test
  void bodies_changedAtRandom_areAnsweredWithoutAFailure(@TempDir Path folder) throws IOException {
    Random random = new Random(15);
    TreeMap<Integer, Integer> statuses = new TreeMap<>();
    try (ServedModelFixture served = ServedModelFixture.of(SegmentModel.write(folder))) {
      String tensor =
          "{\"inputs\": [{\"name\": \"image\", \"shape\": [1,1,28,28], \"datatype\": \"UINT8\","
              + " \"data\": ["
              + SegmentModel.json(3)
              + "]}]}";
      List<List<String>> good =
          List.of(
              List.of("/predict", "{\"image\": " + SegmentModel.json(1) + "}"),
              List.of("/predict", "{\"images\": [" + SegmentModel.json(1) + "]}"),
              List.of("/invocations", "{\"inputs\": [" + SegmentModel.json(2) + "]}"),
              List.of(
                  "/v1/models/segments:predict", "{\"instances\": [" + SegmentModel.json(2) + "]}"),
              List.of("/v2/models/segments/infer", tensor));
      for (int i = 0; i < BODIES; i++) {
        List<String> chosen = good.get(random.nextInt(good.size()));
        byte[] body = changed(chosen.get(1), random);
        HttpResponse<String> answer = served.post(chosen.get(0), "application/json", body);
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        assertThat(STATUSES)
            .as(new String(body, StandardCharsets.UTF_8))
            .contains(answer.statusCode());
        assertThat(answer.body()).doesNotContain("dev.trawl", "java.");
      }
      byte[] png = SegmentModel.picture(1, 1, false, 10, "png");
      for (int i = 0; i < 100; i++) {
        byte[] body = png.clone();
        for (int change = 0; change < 1 + random.nextInt(3); change++) {
          body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        assertThat(STATUSES).contains(served.post("/predict", "image/png", body).statusCode());
      }
    }
    assertThat(statuses.keySet()).contains(200, 400);
  }

  private static byte[] changed(String good, Random random) {
    StringBuilder body = new StringBuilder(good);
    for (int change = 0; change < 1 + random.nextInt(2); change++) {
      int at = random.nextInt(body.length());
      int end = Math.min(body.length(), at + random.nextInt(20));
      switch (random.nextInt(3)) {
        case 0 -> body.delete(at, end);
        case 1 -> body.insert(at, PIECES[random.nextInt(PIECES.length)]);
        default -> body.replace(at, end, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(10) == 0 && bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] = (byte) (128 + random.nextInt(128)); // not UTF-8
    }
    return bytes;
  }
}
