package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.database.StoreSettings;
import dev.trawl.testkit.EarlierDatabase;
import dev.trawl.testkit.RecordedText;
import dev.trawl.testkit.Samples;
import dev.trawl.testkit.StoredDatabase;
import dev.trawl.track.Damage;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Databases of earlier Trawls, as their own code wrote them: {@code db/v001} holds one of schema 1,
 * zipped, and what that code read from it as {@link RecordedText}; {@code db/v003} one of schema 3.
 * {@link StoredDatabase} made the others, and makes the next.
 */
public final class MigrationTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private void unzip(String version) throws IOException {
    EarlierDatabase.unzip(version, folder);
  }

  private RunStore open() {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), Clock.systemUTC());
  }

  private static String recorded(RunStore store) {
    return String.join("\n", RecordedText.of(store)) + "\n";
  }

  private static String expected(String version) throws IOException {
    return String.join("\n", EarlierDatabase.recorded(version)) + "\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v006", "v007"})
  void open_olderDatabase_holdsWhatItHeld(String version) throws IOException {
    unzip(version);
    try (RunStore store = open()) {
      assertThat(recorded(store)).isEqualTo(expected(version));
    }
    try (RunStore store = open()) {
      assertThat(recorded(store)).isEqualTo(expected(version));
    }
  }

  @Test
  void open_databaseOfSchema3_goesOnWithItsRun() throws IOException {
    unzip("v003");
    try (RunStore store = open()) {
      store.markInterrupted();
      Sweep sweep = store.findSweep("packed").orElseThrow();
      store.claimSweep(sweep.id(), Owner.ofThisProcess());
      assertThat(numbers(store, sweep, "metrics.val_accuracy")).containsExactly(3, 2, 1);
      assertThat(numbers(store, sweep, "parameters.batch_size")).containsExactly(3, 2, 1);
      Run run = store.runs(sweep.id(), RunQuery.ALL).get(2);
      assertThat(run.bestEpoch()).isEqualTo(1);
      store.recordEpoch(run.id(), Samples.epoch(2, 0.95, true), Set.of(2));
      Run ended = store.endRun(run.id(), Samples.finished(995), Set.of(2));
      assertThat(ended.epochs()).isEqualTo(2);
      assertThat(ended.metrics()).containsEntry("val_accuracy", 0.95);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v002", "v004", "v005", "v006", "v007"})
  void open_databaseWithARunningSweep_goesOnWithItsRunAndErasesWhatIsDeleted(String version)
      throws IOException {
    unzip(version);
    try (RunStore store = open()) {
      store.markInterrupted();
      Sweep sweep = store.findSweep("running").orElseThrow();
      store.claimSweep(sweep.id(), Owner.ofThisProcess());
      Run run = store.runs(sweep.id(), RunQuery.ALL).get(0);
      assertThat(store.checkpoint(run.id(), 2).orElseThrow().model())
          .isEqualTo(Samples.model(2, 2000));
      store.recordEpoch(run.id(), Samples.epoch(3, 0.95, true), Set.of(3));
      assertThat(store.endRun(run.id(), Samples.finished(995), Set.of(3)).metrics())
          .containsEntry("val_accuracy", 0.95);
      Sweep ended = store.findSweep("ended").orElseThrow();
      Run first = store.runs(ended.id(), RunQuery.ALL).get(0);
      store.deleteRun(first.id());
      store.eraseDeleted(ended.id(), Instant.now(), false);
      assertThat(store.run(first.id())).isEmpty();
      assertThat(numbers(store, ended, "metrics.val_accuracy"))
          .startsWith(version.compareTo("v004") <= 0 ? 4 : 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v002", "v007"})
  void open_databaseWithAnInterruptedSweep_resumesIt(String version) throws IOException {
    unzip(version);
    try (RunStore store = open()) {
      Sweep sweep = store.findSweep("interrupted").orElseThrow();
      assertThat(sweep.status()).isEqualTo(SweepStatus.INTERRUPTED);
      store.claimSweep(sweep.id(), Owner.ofThisProcess());
      Run run = store.runs(sweep.id(), RunQuery.ALL).get(1);
      assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
      assertThat(store.checkpoint(run.id(), 2).orElseThrow().model())
          .isEqualTo(Samples.model(2, 2000));
      store.startRun(run.id());
      store.recordEpoch(run.id(), Samples.epoch(3, 0.95, true), Set.of(3));
      assertThat(store.endRun(run.id(), Samples.finished(995), Set.of(3)).epochs()).isEqualTo(3);
      store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
      assertThat(numbers(store, sweep, "metrics.test_accuracy")).containsExactly(2, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v005", "v007"})
  void open_databaseOfSchema5OrLater_hasWhatWasDeletedAndTagged(String version) throws IOException {
    unzip(version);
    try (RunStore store = open()) {
      assertThat(store.deletedSweeps()).extracting(Sweep::name).containsExactly("gone");
      Sweep ended = store.findSweep("ended").orElseThrow();
      assertThat(ended.info().tags()).isEqualTo(Map.of("by", "ada"));
      assertThat(store.deletedRuns(ended.id(), RunQuery.ALL))
          .extracting(Run::number)
          .containsExactly(4);
      String gone = store.deletedSweeps().get(0).id();
      store.undeleteSweep(gone);
      assertThat(store.runs(gone, RunQuery.ALL)).hasSize(1);
    }
  }

  /** The new checksum of a row that was damaged before is not that of what it holds either. */
  @Test
  void open_databaseOfSchema7WithADamagedRun_staysDamaged() throws Exception {
    unzip("v007");
    String password = Files.readString(folder.resolve("trawl.password")).strip();
    String url = "jdbc:h2:file:" + folder.resolve("trawl");
    try (Connection connection = DriverManager.getConnection(url, "trawl", password);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate("UPDATE run SET seed = 5 WHERE number = 2")).isPositive();
    }

    try (RunStore store = open()) {
      Sweep ended = store.findSweep("ended").orElseThrow();
      assertThat(store.runs(ended.id(), RunQuery.ALL)).extracting(Run::number).doesNotContain(2);
      assertThat(store.damage())
          .extracting(Damage::description)
          .first(InstanceOfAssertFactories.STRING)
          .startsWith("run 2 of sweep ended")
          .contains("is damaged: need the CRC-32C");
    }
  }

  @Test
  void open_databaseOfTheFirstSchema_isSortedByItsMetricsAndParameters() throws IOException {
    unzip("v001");
    try (RunStore store = open()) {
      Sweep grid = store.findSweep("grid").orElseThrow();
      assertThat(numbers(store, grid, "metrics.val_accuracy")).containsExactly(2, 1, 3);
      assertThat(numbers(store, grid, "metrics.test_accuracy")).containsExactly(2, 1, 3);
      assertThat(numbers(store, grid, "parameters.batch_size")).containsExactly(2, 1, 3);
      assertThat(numbers(store, grid, "parameters.name")).containsExactly(1, 2, 3);
    }
  }

  private static List<Integer> numbers(RunStore store, Sweep sweep, String sort) {
    return store
        .runs(sweep.id(), RunQuery.ALL.withLimit(10).withOrder(Samples.order(sort, true)))
        .stream()
        .map(Run::number)
        .toList();
  }

  @Test
  void open_databaseOfTheFirstSchema_goesOnWithItsSweep() throws IOException {
    unzip("v001");
    try (RunStore store = open()) {
      store.markInterrupted();
      Sweep sweep = store.findSweep("resumed").orElseThrow();
      store.claimSweep(sweep.id(), Owner.ofThisProcess());
      Run run = store.runs(sweep.id(), RunQuery.ALL).get(1);
      assertThat(run.status()).isEqualTo(RunStatus.INTERRUPTED);
      assertThat(store.checkpoint(run.id(), 4).orElseThrow().model())
          .isEqualTo(Samples.model(34, 2000));
      store.recordEpoch(run.id(), Samples.epoch(5, 0.9, true), Set.of(5));
      Run ended = store.endRun(run.id(), Samples.finished(990), Set.of(5));
      assertThat(ended.epochs()).isEqualTo(5);
      assertThat(ended.band()).isEqualTo(2);
    }
  }

  @Test
  void open_laterMigrationFails_leavesTheDatabaseOfTheFirstSchemaAsItWas() throws IOException {
    unzip("v001");
    StoreSettings broken =
        new StoreSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            List.of("classpath:db/migration", "classpath:db/broken"),
            900);
    String url = "jdbc:h2:file:" + folder.resolve("trawl");
    assertThatThrownBy(() -> H2RunStore.open(url, Clock.systemUTC(), broken))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need to bring the schema to version 900, found");
    assertThat(folder.resolve("trawl-before-schema-900.mv.db")).exists();
    try (RunStore store = open()) {
      assertThat(recorded(store)).isEqualTo(expected("v001"));
    }
  }
}
