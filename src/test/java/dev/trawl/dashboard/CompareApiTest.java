package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs beside each other, and what they take images for. */
final class CompareApiTest {
  private static Serving serving;
  private static final List<String> IDS = new ArrayList<>();

  @BeforeAll
  static void record(@TempDir Path folder) {
    serving = new Serving(folder);
    Sweep sweep = serving.recording.predicting();
    serving.store.runs(sweep.id(), RunQuery.ALL).stream().map(Run::id).forEach(IDS::add);
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  @Test
  void compare_prefixesTwiceAndABaseline_areTheRunsOnce() {
    String first = IDS.get(0).substring(0, 12);
    JsonNode answer =
        serving.json(
            "/api/v1/compare?runs=%s,%s,%s&baseline=%s"
                .formatted(first, IDS.get(1), IDS.get(0), IDS.get(1).substring(0, 12)));

    assertThat(answer.get("runs")).hasSize(2);
    assertThat(answer.get("baseline").asText()).isEqualTo(IDS.get(1));
    assertThat(answer.at("/runs/1/contrast").isNull()).isTrue();
    assertThat(answer.at("/runs/0/contrast/verdict").asText()).isEqualTo("worse");
    assertThat(answer.get("sentence").asText())
        .isEqualTo(answer.at("/runs/0/contrast/sentence").asText())
        .startsWith("Run 1 is worse than run 2, by more than chance: of 40 validation images");
  }

  @Test
  void compare_whatIsNoComparison_isRefused() {
    assertProblem("/api/v1/compare", 400, "need the ids of 1 to 20 runs");
    String many =
        IntStream.rangeClosed(1, 21).mapToObj(Integer::toString).collect(Collectors.joining(","));
    assertProblem("/api/v1/compare?runs=" + many, 400, "found 21");
    assertProblem("/api/v1/compare?runs=nothing", 404, "need a run's id");
    assertProblem(
        "/api/v1/compare?runs=" + IDS.get(0) + "&baseline=" + IDS.get(1),
        400,
        "need a baseline that is one of the runs");
    assertProblem(
        "/api/v1/compare/images?part=train&runs=" + IDS.get(0),
        400,
        "need part to be validation or test, found train");
  }

  /** With nothing every id begins: it names no run, and the page leaves it where a run was. */
  @Test
  void compare_namesThatAreBlank_areLeftOut() {
    JsonNode answer =
        serving.json("/api/v1/compare?runs=,%s,,%s,&baseline=".formatted(IDS.get(1), IDS.get(0)));

    assertThat(answer.get("runs").findValuesAsText("run_id"))
        .containsExactly(IDS.get(1), IDS.get(0));
    assertThat(answer.get("baseline").asText()).isEqualTo(IDS.get(1));
    assertProblem("/api/v1/compare?runs=", 400, "need the ids of 1 to 20 runs");
    assertProblem("/api/v1/compare?runs=,%20,nothing", 404, "found nothing");
    assertProblem("/api/v1/runs/%20", 404, "need a run's id or a prefix of it, found");
  }

  /** A link is kept longer than some of its runs. */
  @Test
  void compare_someRunsAreGone_areTheOthersAndWhichAreGone() {
    String gone = "f".repeat(32);
    String runs = "runs=%s,%s,%s".formatted(gone, IDS.get(0), IDS.get(1));
    JsonNode answer = serving.json("/api/v1/compare?%s&baseline=%s".formatted(runs, gone));

    assertThat(answer.get("runs").findValuesAsText("run_id"))
        .containsExactlyElementsOf(IDS.subList(0, 2));
    assertThat(answer.get("baseline").asText()).isEqualTo(IDS.get(0));
    assertThat(answer.get("gone")).hasSize(1);
    assertThat(answer.at("/gone/0/run").asText()).isEqualTo(gone);
    assertThat(answer.at("/gone/0/reason").asText()).startsWith("no run has this id");
    assertThat(serving.json("/api/v1/compare/metrics?" + runs).get("runs")).hasSize(2);
    assertThat(serving.json("/api/v1/compare/images?" + runs).get("run_ids")).hasSize(2);
    assertProblem("/api/v1/compare?runs=%s,nothing".formatted(gone), 404, gone + ", nothing");
  }

  @Test
  void images_pageByPage_areAllOnce() {
    String all = "/api/v1/compare/images?runs=" + String.join(",", IDS);
    List<Integer> indexes = new ArrayList<>();
    int total = serving.json(all).get("total").asInt();
    for (int offset = 0; offset <= total; offset += 5) {
      JsonNode page = serving.json(all + "&limit=5&offset=" + offset);
      page.get("disagreements").forEach(image -> indexes.add(image.get("index").asInt()));
    }

    assertThat(indexes).hasSize(total).doesNotHaveDuplicates();
    assertThat(total).as("the first 12 images are wrong in some run").isEqualTo(12);
  }

  /** What is right says what an image is; what is wrong needs the images. */
  @Test
  void images_ofACellWithoutTheDataSet_areThoseThatAreRight() {
    String images = "/api/v1/runs/" + IDS.get(0) + "/images?part=test";

    JsonNode wrong = serving.json(images);
    assertThat(wrong.get("total").asInt()).isEqualTo(1);
    assertThat(wrong.at("/found/0/label").isNull()).isTrue();
    assertThat(wrong.at("/found/0/picture").isNull()).isTrue();
    assertThat(wrong.get("without_pictures").asText()).isEqualTo("this server shows no images");
    JsonNode right = serving.json(images + "&label=4&predicted=4");
    assertThat(right.get("total").asInt()).isEqualTo(4);
    assertThat(right.at("/found/0/right").asBoolean()).isTrue();
  }

  @Test
  void images_ofAClassThatThereIsNot_areRefused() {
    String images = "/api/v1/runs/" + IDS.get(0) + "/images?";

    assertProblem(
        images + "label=10", 400, "need label to be a whole number from 0 to 9, found 10");
    assertProblem(images + "predicted=99", 400, "need predicted to be a whole number from 0 to 9");
  }

  /** As older builds recorded it: what an image is tells the data set alone. */
  @Test
  void images_ofARunWhoseRightOnesWereNotRecorded_areJudgedByTheDataSet(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Run run =
          own.recording.begin(
              own.store.createSweep(Recording.newSweep(), own.recording.owner), 1, 0.1);
      int[] three = {0, 1, 2};
      own.store.recordEpoch(
          run.id(),
          new Epoch(
              1,
              Map.of("val_accuracy", 0.5),
              1.5,
              Map.of(),
              true,
              new CheckpointData(new byte[] {1}, "{}"),
              new ImagePredictions(
                  Part.VALIDATION, 1, three, new int[] {0, 7, 2}, new int[] {9, 9, 9})),
          Set.of(1));
      own.showing(sweep -> new Labelled()).start();

      JsonNode answer = own.json("/api/v1/runs/" + run.id() + "/images?part=validation");

      assertThat(answer.get("judged").asBoolean()).isTrue();
      assertThat(answer.get("total").asInt()).isEqualTo(1);
      assertThat(answer.at("/found/0/label").asInt()).isEqualTo(1);
      assertThat(answer.at("/found/0/right").asBoolean()).isFalse();
    }
  }

  /** Images that are of the class that their place says. */
  private static final class Labelled implements ImageSource.Images {
    @Override
    public int label(Part part, int index) {
      return index % 10;
    }

    @Override
    public ImageSource.Pixels pixels(Part part, int index) {
      return new ImageSource.Pixels(new byte[] {1}, 1, 1, 1);
    }
  }

  private static void assertProblem(String path, int status, String detail) {
    HttpResponse<String> response = serving.get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(Serving.json(response).get("detail").asText()).contains(detail);
  }
}
