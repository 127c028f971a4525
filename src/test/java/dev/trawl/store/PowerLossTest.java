package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts the power at random moments: of what was not flushed, any part may be missing. The disk is
 * {@link RecordedDisk}; everything else is as always.
 */
final class PowerLossTest {
  private static final int RUNS = 12;
  private static final int EPOCHS = 10;
  private static final int LEAST_BYTES = 1000;
  private static final int CUTS = Integer.getInteger("trawl.test.powercuts", 40);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  /** What the store had answered when the disk's log was so long. */
  private record Acknowledged(int length, String run, int epoch) {}

  @Test
  void store_powerCutAtAnyMoment_hasWhatItHadAcknowledged() throws IOException {
    List<Acknowledged> acknowledged = record();
    int first = acknowledged.get(0).length();
    Random random = new Random(7);
    List<String> failures = new ArrayList<>();
    for (int cut = 0; cut < CUTS; cut++) {
      int length = first + random.nextInt(RecordedDisk.length() - first);
      Path file = folder.resolve("cut" + cut + ".mv.db");
      Files.write(file, RecordedDisk.afterPowerCut(length, random));
      try (RunStore store = open("cut" + cut)) {
        check(store, acknowledged.stream().filter(epoch -> epoch.length() <= length).toList());
      } catch (AssertionError | RuntimeException e) {
        failures.add("power cut %d after %d writes: %s".formatted(cut, length, e));
      }
      Files.delete(file);
    }
    assertThat(failures).isEmpty();
  }

  private RunStore open(String name) {
    OrderedDisk.register();
    String settings = DatabaseUrl.parse("jdbc:h2:file:/any").jdbc().replaceFirst("^[^;]*", "");
    return H2RunStore.open(
        "jdbc:h2:ordered:recorded:"
            + folder.resolve(name)
            + settings.replace(";AUTO_SERVER=TRUE", ""),
        Clock.systemUTC());
  }

  private List<Acknowledged> record() {
    List<Acknowledged> acknowledged = new ArrayList<>();
    Random sizes = new Random(3);
    RecordedDisk.start();
    try (RunStore store = open("trawl")) {
      String sweep = store.createSweep(Samples.sweep("cut"), Owner.ofThisProcess()).id();
      for (int number = 1; number <= RUNS; number++) {
        String run = store.createRun(Samples.run(sweep, number)).id();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
          byte[] model = model(run, epoch, sizes.nextInt(300_000));
          store.recordEpoch(
              run,
              Samples.epoch(epoch, Map.of(Metric.VAL_ACCURACY, 0.9), epoch == best(epoch), model),
              kept(epoch));
          acknowledged.add(new Acknowledged(RecordedDisk.length(), run, epoch));
        }
        store.endRun(run, Samples.finished(990), Set.of(EPOCHS));
      }
    }
    RecordedDisk.stop();
    return acknowledged;
  }

  private static byte[] model(String run, int epoch, int size) {
    return Samples.model(31L * run.hashCode() + epoch, LEAST_BYTES + size);
  }

  private static int best(int epoch) {
    return (epoch - 1) / 3 * 3 + 1;
  }

  private static Set<Integer> kept(int epoch) {
    return Set.copyOf(List.of(epoch, best(epoch)));
  }

  private static void check(RunStore store, List<Acknowledged> acknowledged) {
    Map<String, Integer> epochs = new HashMap<>();
    acknowledged.forEach(one -> epochs.put(one.run(), one.epoch()));
    epochs.forEach((run, epoch) -> check(store, run, epoch));
  }

  /** The next epoch may be there too. */
  private static void check(RunStore store, String run, int epoch) {
    int recorded = store.metrics(run, Set.of(Metric.VAL_ACCURACY)).size();
    assertThat(recorded).isBetween(epoch, epoch + 1);
    List<Integer> kept = store.checkpoints(run).stream().map(Checkpoint::epoch).toList();
    assertThat(Set.copyOf(kept)).isIn(kept(recorded), Set.of(EPOCHS));
    for (int number : kept) {
      byte[] model = store.checkpoint(run, number).orElseThrow().model();
      assertThat(model).isEqualTo(model(run, number, model.length - LEAST_BYTES));
    }
  }
}
