package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.InterceptedStore;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.ReadLimitException;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SweepRunsTest {
  /** Some pages. */
  private static final int RUNS = 1_300;

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

  @Test
  void all_whereNoReadLastsToTheEndOfTheSweep_goesOnWhereItWasStopped(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = many(serving);
      Slow slow = new Slow(serving.store);
      SweepRuns runs = new SweepRuns(slow.store());

      int stopped = 0;
      List<Run> all = null;
      while (all == null) {
        try {
          all = runs.all(sweep.id());
        } catch (ReadLimitException e) {
          assertThat(++stopped).as("stops of two pages and an end").isLessThan(10);
        }
      }

      assertThat(stopped).isPositive();
      assertThat(slow.read).hasSize(RUNS).doesNotHaveDuplicates();
      assertThat(all).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));
    }
  }

  @Test
  void all_ofRunsThatChangeWhileTheyAreRead_isAsTheyAreThen(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = many(serving);
      Slow slow = new Slow(serving.store);
      SweepRuns runs = new SweepRuns(slow.store());
      assertThatThrownBy(() -> runs.all(sweep.id())).isInstanceOf(ReadLimitException.class);
      List<Run> before = serving.store.runs(sweep.id(), RunQuery.ALL.withLimit(2));
      serving.store.tagRun(before.get(0).id(), "seen", "yes");
      serving.store.deleteRun(before.get(1).id());
      slow.stops = false;

      List<Run> all = runs.all(sweep.id());

      assertThat(all).isEqualTo(serving.store.runs(sweep.id(), RunQuery.ALL));
      assertThat(all.get(0).info().tags()).containsEntry("seen", "yes");
    }
  }

  private static Sweep many(Serving serving) {
    Sweep sweep = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    serving.store.importRuns(
        sweep.id(),
        IntStream.rangeClosed(1, RUNS)
            .mapToObj(
                number ->
                    new ImportedRun(
                        new NewRun(sweep.id(), number, 1, Map.of("x", (long) number), 1, Map.of()),
                        Serving.NOON,
                        List.of(),
                        new RunEnd(RunStatus.FAILED, "x", 0, null)))
            .toList());
    return sweep;
  }

  /** A store that can't read half of the runs within its limit, and stops every second read. */
  private static final class Slow {
    private final RunStore real;
    final List<String> read = new ArrayList<>();
    boolean stops = true;
    private int reads;

    Slow(RunStore real) {
      this.real = real;
    }

    RunStore store() {
      return InterceptedStore.of(
          real,
          operation -> {
            Object answer = operation.proceed();
            return operation.name().equals("runs") && answer instanceof List<?> runs
                ? limited(runs)
                : answer;
          });
    }

    private List<?> limited(List<?> runs) {
      if (stops && (runs.size() > RUNS / 2 || ++reads % 2 == 0)) {
        throw new ReadLimitException("need an answer within the limit, found none", null);
      }
      runs.forEach(run -> read.add(((Run) run).id()));
      return runs;
    }
  }
}
