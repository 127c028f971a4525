package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.file.RecordedDisk;
import dev.trawl.store.file.RecordedDisk.Entry;
import dev.trawl.store.file.RecordedDisk.Write;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint's model costs the file. */
final class ModelPlacementTest {
  /** One piece of H2's and most of another. */
  private static final int MODEL_BYTES = 500_000;

  private static final int REST_BYTES = 100_000;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @Test
  void recordEpoch_afterAModelThatIsKept_writesItsOwnModelAlone() {
    RecordedDisk.start(new byte[0]);
    try (RunStore store = open()) {
      String sweep = store.createSweep(Samples.sweep("placed"), Owner.ofThisProcess()).id();
      String run = store.createRun(Samples.run(sweep, 1)).id();
      record(store, run, 1, Set.of(1));
      List<Integer> written = new ArrayList<>();
      for (int epoch = 2; epoch <= 8; epoch++) {
        int before = RecordedDisk.length();
        record(store, run, epoch, Set.of(epoch - 1, epoch));
        written.add(written(before)); // and what upkeep may write at that moment
      }
      assertThat(Collections.min(written)).isBetween(MODEL_BYTES, MODEL_BYTES + REST_BYTES);
    }
    RecordedDisk.stop();
  }

  @Test
  void recordEpoch_withTheModelOfAnother_keepsItOnce() {
    String url = "jdbc:h2:mem:once;USER=sa;PASSWORD=x";
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC());
        Handle handle = Jdbi.open(url)) {
      String sweep = store.createSweep(Samples.sweep("once"), Owner.ofThisProcess()).id();
      for (int number = 1; number <= 3; number++) {
        String run = store.createRun(Samples.run(sweep, number)).id();
        record(store, run, 1, Set.of(1));
        assertThat(store.checkpoint(run, 1).orElseThrow().model())
            .isEqualTo(Samples.model(1, MODEL_BYTES));
        assertThat(models(handle)).isEqualTo(1);
      }
    }
  }

  private static int models(Handle handle) {
    return handle.createQuery("SELECT COUNT(*) FROM checkpoint_model").mapTo(Integer.class).one();
  }

  private static void record(RunStore store, String run, int epoch, Set<Integer> kept) {
    byte[] model = Samples.model(epoch, MODEL_BYTES);
    store.recordEpoch(run, Samples.epoch(epoch, Map.of("val_loss", 0.5), true, model), kept);
  }

  private static int written(int from) {
    List<Entry> entries = RecordedDisk.entries();
    return entries.subList(from, entries.size()).stream()
        .mapToInt(entry -> entry instanceof Write write ? write.bytes().capacity() : 0)
        .sum();
  }

  private RunStore open() {
    String settings = DatabaseUrl.parse("jdbc:h2:file:/any").jdbc().replaceFirst("^[^;]*", "");
    return H2RunStore.open(
        "jdbc:h2:ordered:recorded:"
            + folder.resolve("trawl")
            + settings.replace(";AUTO_SERVER=TRUE", ""),
        Clock.systemUTC());
  }
}
