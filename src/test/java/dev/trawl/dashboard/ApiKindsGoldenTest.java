package dev.trawl.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.AliasMove;
import dev.trawl.track.Artifact;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.PairedTest;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers about sweeps, runs and models of other kinds, whole. */
final class ApiKindsGoldenTest {
  private final ApiGolden golden = new ApiGolden();

  @Test
  void process_ofARun_isAnsweredAsItWasRecorded(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Sweep digits = own.recording.digits();
      String run = Objects.requireNonNull(digits.bestRunId());
      golden.name(run, "c111");
      String usage =
          """
          {"every_seconds": 10, "samples": [
            {"at": 1767355200000, "heap_bytes": 52428800, "native_bytes": 209715200, "cores": 1.93},
            {"at": 1767355210000, "heap_bytes": 41943040, "native_bytes": null, "cores": 0.5}]}
          """;
      own.store.putArtifact(run, Artifact.PROCESS, usage.getBytes(UTF_8));
      own.start();
      golden.check("run-process", own.json("/api/v1/runs/" + run + "/process"));
      Run other = own.store.runs(digits.id(), RunQuery.ofNumber(10)).get(0);
      assertThat(own.json("/api/v1/runs/" + other.id() + "/process").get("samples")).isEmpty();
    }
  }

  @Test
  void models_answer_isAsRecorded(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Sweep digits = own.recording.digits();
      String run = Objects.requireNonNull(digits.bestRunId());
      golden.name(digits.id(), "2eed");
      golden.name(run, "b111");
      for (int i = 0; i < 2; i++) {
        own.store.registerModel(
            "digits",
            run,
            version ->
                List.of(
                    new NewFile("model.onnx", new byte[version], new Verified("onnx", 99, 100)),
                    new NewFile("model.json", new byte[] {'{', '}'}, null)));
      }
      own.store.moveAlias(new AliasMove("digits", "champion", 1, "ada", null, Serving.NOON));
      PairedTest test = new PairedTest(1, Part.VALIDATION, 12_000, 60, 24, 0.0015, 0.0045, 0.0001);
      own.store.moveAlias(new AliasMove("digits", "champion", 2, "bob", test, Serving.NOON));
      own.start();

      golden.check("models", own.json("/api/v1/models"));
      golden.check("model-version", own.json("/api/v1/models/digits/versions/1"));
    }
  }

  /** Nothing is made up where a program of its own told neither a data set nor a metric. */
  @Test
  void sweep_withoutDataSetAndMetric_isAnsweredWithNulls(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Run run = own.recording.ownLoop();
      golden.name(run.sweepId(), "0eed");
      own.start();
      String sweeps = "/api/v1/sweeps/own-loop";

      golden.check("own-sweep", own.json(sweeps));
      golden.check("own-importance", own.json(sweeps + "/importance"));
      assertThat(own.json("/api/v1/runs/" + run.id()).get("best_epoch").isNull()).isTrue();
      assertThat(own.json(sweeps + "/runs").at("/0/metrics/reward").asDouble()).isEqualTo(3);
      assertThat(own.json(sweeps + "/metrics?key=reward").at("/runs/" + run.id())).hasSize(2);
      assertThat(own.get(sweeps + "/metrics").statusCode()).isEqualTo(400);
      assertThat(own.get(sweeps + "/diagnosis").statusCode()).isEqualTo(200);
      assertThat(own.json("/api/v1/runs/" + run.id() + "/diagnosis").get("findings")).isEmpty();
      assertThat(own.get(sweeps + "/runs.csv").body()).contains(",metrics.reward,");
    }
  }

  /** Runs of two sweeps: one of the second can't be compared by images. */
  @Test
  void compare_runsOfTwoSweeps_isAsComputed(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Sweep predicting = own.recording.predicting();
      Run alone = own.recording.ownLoop();
      List<Run> runs = new ArrayList<>(own.store.runs(predicting.id(), RunQuery.ALL));
      runs.add(alone);
      golden.name(predicting.id(), "c0de");
      golden.name(alone.sweepId(), "0eed");
      for (int i = 0; i < runs.size(); i++) {
        golden.name(runs.get(i).id(), "%04x".formatted(0xc111 + 0x111 * i));
      }
      String ids = runs.stream().map(Run::id).collect(Collectors.joining(","));
      own.showing(sweepOf -> new OnePixel()).start();

      golden.check("compare", own.json("/api/v1/compare?runs=" + ids));
      golden.check(
          "compare-metrics", own.json("/api/v1/compare/metrics?key=val_accuracy&runs=" + ids));
      golden.check("compare-images", own.json("/api/v1/compare/images?limit=2&runs=" + ids));
      golden.check(
          "run-images",
          own.json("/api/v1/runs/" + runs.get(0).id() + "/images?part=validation&limit=2"));
      assertThat(own.json("/api/v1/runs/" + alone.id() + "/images").get("images").asInt()).isZero();
    }
  }

  @Test
  void federated_run_isAsRecorded(@TempDir Path folder) {
    try (Serving own = new Serving(folder)) {
      Run alone = own.recording.ownLoop();
      String run = Objects.requireNonNull(own.recording.digits().bestRunId());
      golden.name(run, "fede");
      golden.name(alone.id(), "0fed");
      own.store.putArtifact(
          run, Artifact.FEDERATED_CLIENTS, bytes("{\"labels\": [[3, 0, 9], [0, 8, 1]]}"));
      own.store.putArtifact(
          run,
          Artifact.FEDERATED_ROUNDS,
          bytes(
              """
              {"rounds": [
                {"round": 1, "clients": [0, 1], "rejected": [], "outvoted": []},
                {"round": 2, "clients": [0, 1], "outvoted": [{"client": 0, "reason": "far"}],
                 "rejected": [{"client": 1, "reason": "failed: no battery"}]}]}
              """));
      own.store.putArtifact(
          run,
          Artifact.federatedRounds(101),
          bytes(
              """
              {"rounds": [{"round": 101, "clients": [1], "rejected": [], "outvoted": []}]}
              """));
      own.start();

      golden.check("run-federated", own.json("/api/v1/runs/" + run + "/federated"));
      golden.check("run-not-federated", own.json("/api/v1/runs/" + alone.id() + "/federated"));
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Images of one grey pixel each. */
  private record OnePixel() implements ImageSource.Images {
    @Override
    public int label(Part part, int index) {
      return Recording.label(index);
    }

    @Override
    public ImageSource.Pixels pixels(Part part, int index) {
      return new ImageSource.Pixels(new byte[] {(byte) index}, 1, 1, 1);
    }
  }
}
