package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Damage;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that changed in a file behind the store's back are named; the rest is shown. */
final class DamagedRowTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final FakeClock clock = new FakeClock(START);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private Sweep sweep;

  @SuppressWarnings("NullAway.Init")
  private Run first;

  @SuppressWarnings("NullAway.Init")
  private Run second;

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("trawl") + ";USER=sa;PASSWORD=x";
  }

  @BeforeEach
  void record() {
    store = H2RunStore.open(url(), clock);
    sweep = store.createSweep(Samples.sweep("k"), Owner.ofThisProcess());
    first = finished(1, 0.5);
    second = finished(2, 0.75);
  }

  private Run finished(int number, double accuracy) {
    Run run = store.createRun(Samples.run(sweep.id(), number));
    store.startRun(run.id());
    store.recordEpoch(run.id(), Samples.epoch(1, accuracy, true), Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(2, accuracy / 2, false), Set.of(1, 2));
    return store.endRun(run.id(), Samples.finished(990), Set.of(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void damage(String sql) {
    try (Handle handle = Jdbi.open(url() + ";AUTO_SERVER=TRUE")) {
      handle.execute("SET REFERENTIAL_INTEGRITY FALSE");
      assertThat(handle.execute(sql)).isPositive();
    }
  }

  private List<String> found() {
    return store.damage().stream().map(Damage::description).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "metrics; 'val_accuracy', 'vbl_accuracy'",
        "metrics; '0.75', '0.76'",
        "parameters; '0.25', '0.35'",
        "status; 'FINISHED', 'FINISHEE'",
        "phases; '1.5', '3.5'",
        "tags; '{}', '[]'",
        "uid; SUBSTRING(uid, 1, 1), 'g'"
      })
  void runs_textOfOneChanged_namesItAndListsTheOther(String column, String replaced) {
    damage(
        "UPDATE run SET %1$s = REPLACE(%1$s, %2$s) WHERE number = 2".formatted(column, replaced));
    assertThat(store.runs(sweep.id(), RunQuery.ALL))
        .extracting(Run::id)
        .containsExactly(first.id());
    assertThat(found()).singleElement().asString().startsWith("run 2 of sweep k (");
    assertThat(store.run(first.id())).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"seconds, 9.5", "epochs, 3", "best_epoch, 2", "band, 0", "score, -0.875", "seed, 7"})
  void runs_numberOfOneChanged_namesItAndListsTheOther(String column, String value) {
    damage("UPDATE run SET %s = %s WHERE number = 2".formatted(column, value));
    assertThat(store.streamRuns(sweep.id(), RunQuery.ALL))
        .extracting(Run::number)
        .containsExactly(1);
    assertThat(store.damage())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.runId()).isEqualTo(second.id());
              assertThat(damage.sweepId()).isEqualTo(sweep.id());
              assertThat(damage.description()).contains("run 2 of sweep k", "need the CRC-32C");
            });
  }

  @Test
  void tagRun_damagedRun_isRefusedAndStaysDamaged() {
    damage("UPDATE run SET seconds = 9.5 WHERE number = 2");
    assertThatThrownBy(() -> store.tagRun(second.id(), "a", "b"))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageStartingWith("run 2 of sweep k (" + second.id() + ") is damaged");
    assertThat(store.run(second.id())).isEmpty();
    assertThatThrownBy(() -> store.needWhole(second.id()))
        .isInstanceOf(DamagedRecordException.class);
    store.needWhole(first.id());
  }

  @Test
  void metrics_oneBitOfAValueChanged_namesItsEpochAndGivesTheOthers() {
    damage(
        "UPDATE metric_point SET metric_values = X'3fe8000000000010' WHERE id = %d"
            .formatted(PointTable.id(2, 1, false)));
    assertThat(store.metrics(second.id(), Set.of(Metric.VAL_ACCURACY)))
        .extracting(Metric::step)
        .containsExactly(2L);
    assertThat(store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY).get(first.id())).hasSize(2);
    assertThat(store.damage())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.epoch()).isEqualTo(1);
              assertThat(damage.runId()).isEqualTo(second.id());
              assertThat(damage.description()).startsWith("epoch 1 of run 2 of sweep k (");
            });
    assertThatThrownBy(() -> store.needWhole(second.id()))
        .isInstanceOf(DamagedRecordException.class);
  }

  @Test
  void sweeps_oneChanged_namesItAndListsTheOthers() {
    Sweep other = store.createSweep(Samples.sweep("other"), Owner.ofThisProcess());
    damage("UPDATE sweep SET seed = 43 WHERE name = 'k'");
    assertThat(store.sweeps()).extracting(Sweep::id).containsExactly(other.id());
    assertThat(found()).singleElement().asString().startsWith("sweep k (");
    assertThatThrownBy(() -> store.findSweep("k")).isInstanceOf(DamagedRecordException.class);
    store.markInterrupted();
  }

  @Test
  void run_whoseIdChanged_isNamedToWhoAsksForIt() {
    damage("UPDATE run SET uid = REPLACE(uid, SUBSTRING(uid, 1, 1), 'g') WHERE number = 2");
    assertThat(store.run(second.id())).isEmpty();
    assertThat(found()).singleElement().asString().startsWith("run 2 of sweep k (");
  }

  @Test
  void findRuns_ofOneWhoseIdChanged_namesIt() {
    damage("UPDATE run SET uid = REPLACE(uid, SUBSTRING(uid, 1, 1), 'g') WHERE number = 2");
    assertThat(store.findRuns(second.id())).isEmpty();
    assertThat(found()).singleElement().asString().startsWith("run 2 of sweep k (");
  }

  @Test
  void sweep_whoseIdChanged_isNamedToWhoAsksForIt() {
    damage("UPDATE sweep SET uid = REPLACE(uid, SUBSTRING(uid, 1, 1), 'g')");
    assertThat(store.sweep(sweep.id())).isEmpty();
    assertThat(found()).singleElement().asString().startsWith("sweep k (");
  }

  @Test
  void evaluation_changed_isRefusedByName() {
    damage("UPDATE evaluation SET loss = 0.0635 WHERE run_id = 2");
    assertThatThrownBy(() -> store.evaluation(second.id()))
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageStartingWith("the confusion matrix of run 2 of sweep k");
  }

  @Test
  void checkpoints_oneChanged_namesIt() {
    damage("UPDATE checkpoint SET bytes = 2001 WHERE run_id = 2");
    assertThat(store.checkpoints(second.id())).isEmpty();
    assertThat(store.checkpoints(first.id())).hasSize(1);
    assertThat(found()).singleElement().asString().startsWith("the checkpoint of epoch 1 of run 2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE run_metric SET metric_value = metric_value + 0.125 WHERE run_id = 2",
        "UPDATE run_metric SET key_id = key_id + 50 WHERE run_id = 2 AND key_id = 1",
        "UPDATE run_metric SET number = 3 WHERE run_id = 2",
        "UPDATE run_metric SET sweep_id = 9 WHERE run_id = 2",
        "DELETE FROM run_metric WHERE run_id = 2 AND key_id = 1",
        "UPDATE run_parameter SET text_value = '0.35' WHERE run_id = 2",
        "UPDATE run_parameter SET number = 3 WHERE run_id = 2",
        "DELETE FROM run_parameter WHERE run_id = 2",
        "DELETE FROM metric_point WHERE id = 8589934594",
        "DELETE FROM run WHERE id = 2"
      })
  void check_whatIsRecordedTwiceDiffers_namesIt(String sql) {
    damage(sql);
    assertThat(store.check()).isNotEmpty();
  }

  @Test
  void markInterrupted_ownerDied_endsWithItsLastSignOfLife() {
    Sweep dead =
        store.createSweep(Samples.sweep("dead"), new Owner("gone", "elsewhere", 4711, START));
    Run run = store.createRun(Samples.run(dead.id(), 1));
    store.startRun(run.id());
    clock.advance(Duration.ofSeconds(7));
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    clock.advance(Duration.ofMinutes(5));
    store.markInterrupted();

    Sweep interrupted = store.sweep(dead.id()).orElseThrow();
    assertThat(interrupted.status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(interrupted.info().endedAt()).isEqualTo(START.plusSeconds(7));
    assertThat(interrupted.reason())
        .isEqualTo("its owner is gone: process 4711 on elsewhere, last heard of at " + START);
    Run stopped = store.run(run.id()).orElseThrow();
    assertThat(stopped.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(stopped.info().endedAt()).isEqualTo(START.plusSeconds(7));
  }
}
