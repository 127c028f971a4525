package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepRunsTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @Test
  void all_afterAnyChange_isWhatTheStoreLists(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      SweepRuns runs = new SweepRuns(serving.store);
      assertThat(runs.all(sweep.id())).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));
      assertThat(runs.all(sweep.id())).isSameAs(runs.all(sweep.id()));

      Run third = runs.all(sweep.id()).get(2);
      serving.store.tagRun(third.id(), "seen", "yes");
      assertThat(runs.all(sweep.id())).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));
      serving.store.deleteRun(third.id());
      assertThat(runs.all(sweep.id())).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));
      assertThat(runs.all(sweep.id())).doesNotContain(third).isSameAs(runs.all(sweep.id()));
      serving.store.undeleteRun(third.id());
      assertThat(runs.all(sweep.id())).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));

      RunQuery page = RunQuery.ALL.withOffset(4).withLimit(3);
      assertThat(runs.some(sweep.id(), page)).isEqualTo(serving.store.runs(sweep.id(), page));
    }
  }

  @Test
  void all_afterADeletedRunIsErased_isWithoutIt(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      SweepRuns runs = new SweepRuns(serving.store);
      Run third = runs.all(sweep.id()).get(2);
      serving.store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "");
      serving.store.deleteRun(third.id());
      assertThat(serving.store.eraseDeleted(sweep.id(), LATER, false).runs()).isEqualTo(1);

      assertThat(runs.all(sweep.id())).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));
    }
  }
}
