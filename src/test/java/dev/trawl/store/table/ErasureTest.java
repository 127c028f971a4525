package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.testkit.StoredDatabase;
import dev.trawl.track.Erased;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Owner;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What erasing leaves in the tables. */
final class ErasureTest {
  private static final String URL = "jdbc:h2:mem:erasure;USER=sa;PASSWORD=sa";
  private static final Owner OWNER = Owner.ofThisProcess();

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @BeforeEach
  void open() {
    store = H2RunStore.open(URL, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** The number of rows of every table that there is, those of later schemas too. */
  private static Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection(URL);
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery(
              "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet count =
            statement.executeQuery("SELECT COUNT(*) FROM \"%s\"".formatted(table))) {
          count.next();
          rows.put(table, count.getLong(1));
        }
      }
    }
    return rows;
  }

  private Sweep recordedSweep(String name, int imported) {
    Sweep sweep = store.createSweep(Samples.sweep(name), OWNER);
    Run run = store.createRun(Samples.run(sweep.id(), 1));
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(2, 0.5, false), Set.of(1, 2));
    store.endRun(run.id(), Samples.finished(990), Set.of(1, 2));
    store.importRuns(
        sweep.id(),
        IntStream.range(0, imported)
            .mapToObj(
                i ->
                    new ImportedRun(
                        Samples.run(sweep.id(), i + 2),
                        Instant.EPOCH,
                        List.of(Samples.epoch(1, 0.5, true)),
                        Samples.finished(980)))
            .toList());
    return store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
  }

  @Test
  void eraseDeleted_sweepOfManyRuns_leavesNoRowInAnyTable() throws Exception {
    Sweep first = recordedSweep("first", 3);
    Map<String, Long> before = rows();
    Sweep sweep = recordedSweep("many", 450);
    assertThat(rows().get("RUN")).isEqualTo(before.getOrDefault("RUN", 0L) + 451);
    store.deleteSweep(sweep.id());

    assertThat(store.eraseDeleted(sweep.id(), Instant.now(), false).runs()).isEqualTo(451);

    assertThat(rows()).isEqualTo(before);
    assertThat(store.sweeps()).containsExactly(first);
  }

  @Test
  void eraseDeleted_sweepsWithAllThatThereIs_leavesOnlyWhatIsOfNone() throws Exception {
    StoredDatabase.record(new FakeClock(Instant.now()), store);
    store.deleteModel("digits", "ada");
    for (Sweep sweep : store.sweeps()) {
      if (sweep.status() == SweepStatus.RUNNING) {
        store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
      }
      store.deleteSweep(sweep.id());
    }

    for (Sweep sweep : store.deletedSweeps()) {
      store.eraseDeleted(sweep.id(), Instant.now(), false);
    }

    Map<String, Long> left = rows();
    left.values().removeIf(count -> count == 0);
    assertThat(left.keySet())
        .containsExactlyInAnyOrder(
            "ALIAS_MOVE",
            "CHANGE_COUNTER",
            "METRIC_KEY",
            "METRIC_KEY_SET",
            "MODEL_VERSION",
            "OUTBOX",
            "PARAMETER_KEY",
            "SAVED_VIEW",
            "flyway_schema_history");
  }

  @Test
  void eraseDeleted_theRunWhoseModelsOthersShare_leavesThemToThose() throws Exception {
    Sweep other = recordedSweep("other", 1);
    Sweep sweep = recordedSweep("owner", 3);
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    runs.forEach(run -> store.deleteRun(run.id()));

    assertThat(store.eraseDeleted(sweep.id(), Instant.now(), true))
        .isEqualTo(new Erased(0, 4, 5, 0));
    assertThat(store.eraseDeleted(sweep.id(), Instant.now(), false))
        .isEqualTo(new Erased(0, 4, 5, 0));
    store.deleteSweep(other.id());
    assertThat(store.eraseDeleted(other.id(), Instant.now(), false))
        .isEqualTo(new Erased(1, 2, 3, 4000));

    assertThat(rows())
        .containsEntry("CHECKPOINT_MODEL", 0L)
        .containsEntry("RUN", 0L)
        .containsEntry("ENVIRONMENT", 0L)
        .containsEntry("SWEEP", 1L);
  }

  @Test
  void eraseDeleted_runWhoseLastModelWasNotKept_leavesNoRow() throws Exception {
    Sweep sweep = store.createSweep(Samples.sweep("unkept"), OWNER);
    Run run = store.createRun(Samples.run(sweep.id(), 1));
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of());
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store.deleteSweep(sweep.id());

    assertThat(rows()).containsEntry("CHECKPOINT_MODEL", 0L);
    assertThat(store.eraseDeleted(sweep.id(), Instant.now(), false))
        .isEqualTo(new Erased(1, 1, 0, 0));
    assertThat(rows()).containsEntry("RUN", 0L);
  }

  @Test
  void undeleteSweep_erasedInPart_isRefusedAndTheRestIsErased() throws Exception {
    Sweep sweep = recordedSweep("killed", 1);
    store.deleteSweep(sweep.id());
    try (Handle handle = Jdbi.open(URL)) { // as a kill leaves it
      StoredRow row = SweepTable.find(handle, sweep.id()).orElseThrow().row();
      CheckedTable.SWEEP.update(handle, row, Map.of("deleted_at", 0L));
    }

    assertThatThrownBy(() -> store.undeleteSweep(sweep.id()))
        .isExactlyInstanceOf(RefusedChangeException.class)
        .hasMessage("need a sweep that is whole, found %s erased in part", sweep.id());
    assertThat(store.eraseDeleted(sweep.id(), Instant.EPOCH, false))
        .isEqualTo(new Erased(1, 2, 3, 4000)); // two of them share a model
  }
}
