package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Databases of earlier Trawls, as their own code wrote them: {@code db/v001} holds one, zipped, and
 * what that code read from it as {@link RecordedText}.
 */
final class MigrationTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @BeforeEach
  void unzip() throws IOException {
    try (ZipInputStream zip = new ZipInputStream(resource("v001/trawl.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(Path.of(entry.getName()).getFileName()));
      }
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(MigrationTest.class.getResourceAsStream("/db/" + name), name);
  }

  private RunStore open() {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), Clock.systemUTC());
  }

  private static String recorded(RunStore store) {
    return String.join("\n", RecordedText.of(store)) + "\n";
  }

  private static String expected() throws IOException {
    try (InputStream text = resource("v001/recorded.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void open_databaseOfTheFirstSchema_holdsWhatItHeld() throws IOException {
    try (RunStore store = open()) {
      assertThat(recorded(store)).isEqualTo(expected());
    }
    try (RunStore store = open()) {
      assertThat(recorded(store)).isEqualTo(expected());
    }
  }

  @Test
  void open_databaseOfTheFirstSchema_isSortedByItsMetricsAndParameters() {
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
  void open_databaseOfTheFirstSchema_goesOnWithItsSweep() {
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
    StoreSettings broken =
        new StoreSettings(
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
      assertThat(recorded(store)).isEqualTo(expected());
    }
  }
}
