package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastAnswersTest {
  @Test
  void of_theSameRuns_isMadeOnce_andAgainAfterAnyChange(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      SweepRuns runs = new SweepRuns(serving.store);
      LastAnswers answers = new LastAnswers();
      List<Run> before = runs.all(sweep.id());

      assertThat(answers.of("importance", sweep, before, "", () -> "first")).isEqualTo("first");
      assertThat(answers.of("importance", sweep, runs.all(sweep.id()), "", () -> "unasked"))
          .isEqualTo("first");
      assertThat(answers.of("diagnosis", sweep, before, "", () -> "another")).isEqualTo("another");
      assertThat(answers.of("importance", sweep, before, "decided", () -> "second"))
          .isEqualTo("second");

      serving.store.tagRun(before.get(2).id(), "seen", "yes");
      assertThat(answers.of("importance", sweep, runs.all(sweep.id()), "decided", () -> "third"))
          .isEqualTo("third");
      Sweep tagged = serving.store.tagSweep(sweep.id(), "seen", "yes");
      assertThat(answers.of("importance", tagged, runs.all(sweep.id()), "decided", () -> "fourth"))
          .isEqualTo("fourth");
    }
  }

  /** Who compares two sweeps goes from one to the other. */
  @Test
  void of_twoSweepsInTurn_isMadeOnceEach(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      List<Sweep> sweeps = List.of(serving.recording.digits(), serving.recording.predicting());
      SweepRuns runs = new SweepRuns(serving.store);
      LastAnswers answers = new LastAnswers();
      AtomicInteger made = new AtomicInteger();

      for (int i = 0; i < 6; i++) {
        Sweep sweep = sweeps.get(i % 2);
        assertThat(
                answers.of(
                    "importance",
                    sweep,
                    runs.all(sweep.id()),
                    "",
                    () -> sweep.id() + made.incrementAndGet()))
            .isEqualTo(sweep.id() + (i % 2 + 1));
      }
    }
  }

  @Test
  void of_whatCannotBeMade_isTriedAgain(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      List<Run> runs = new SweepRuns(serving.store).all(sweep.id());
      LastAnswers answers = new LastAnswers();

      assertThatThrownBy(
              () ->
                  answers.of(
                      "advice",
                      sweep,
                      runs,
                      "",
                      () -> {
                        throw new IOException("its folder has gone");
                      }))
          .isInstanceOf(IOException.class);
      assertThat(answers.of("advice", sweep, runs, "", () -> "it is back")).isEqualTo("it is back");
    }
  }

  /** Through the server: what is kept is not what was true before. */
  @Test
  void analysis_afterARunIsDeleted_isOfTheOthers(@TempDir Path folder) {
    try (Serving serving = new Serving(folder).start()) {
      Sweep sweep = serving.recording.digits();
      String path = "/api/v1/sweeps/%s/".formatted(sweep.id());
      int runs = serving.json(path + "importance").get("runs").asInt();
      String findings = serving.get(path + "diagnosis").body();
      assertThat(serving.get(path + "diagnosis").body()).isEqualTo(findings);

      serving.store.deleteRun(Objects.requireNonNull(sweep.bestRunId()));

      assertThat(serving.json(path + "importance").get("runs").asInt()).isEqualTo(runs - 1);
      assertThat(serving.get(path + "diagnosis").body()).isNotEqualTo(findings);
    }
  }
}
