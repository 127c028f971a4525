package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RungRank;
import dev.trawl.track.Sweep;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was decided about a sweep's runs. */
final class DecisionsApiTest {
  private static final Instant NOON = Serving.NOON;

  @Test
  void decisions_sweep_areAllInTheirOrderWithTheirRun(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.predicting();
      List<String> runs =
          serving.store.runs(sweep.id(), RunQuery.ALL).stream().map(Run::id).toList();
      decide(serving, sweep, new Decision(1, Decision.Kind.START, runs.get(0), 0, 0, null, NOON));
      decide(serving, sweep, new Decision(2, Decision.Kind.START, runs.get(1), 0, 0, null, NOON));
      RungRank rank = new RungRank(1, 0.5, 0.75, 2, 2);
      decide(serving, sweep, new Decision(2, Decision.Kind.STOP, runs.get(1), 1, 1, rank, NOON));
      serving.start();

      JsonNode answer = serving.json("/api/v1/sweeps/" + sweep.id() + "/decisions");

      assertThat(answer).hasSize(3);
      assertThat(answer.findValuesAsText("run_id"))
          .containsExactly(runs.get(0), runs.get(1), runs.get(1));
      assertThat(answer.findValuesAsText("kind")).containsExactly("START", "START", "STOP");
      assertThat(answer.at("/2/rank").toString())
          .isEqualTo("{\"rung\":1,\"value\":0.5,\"threshold\":0.75,\"rank\":2,\"of\":2}");
      assertThat(answer.at("/0/rank").isNull()).isTrue();
    }
  }

  private static void decide(Serving serving, Sweep sweep, Decision decision) {
    serving.store.recordDecision(sweep.id(), decision);
  }
}
