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
    List<Acknowledged> acknowledged = record(RUNS);
    Random random = new Random(7);
    List<String> failures = new ArrayList<>();
    for (int cut = 0; cut < CUTS; cut++) {
      int length = cutPower(acknowledged, random);
      List<Acknowledged> known = before(length, acknowledged);
      failures.addAll(check("power cut %d after %d writes".formatted(cut, length), known));
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void store_powerCutAgainAfterOpening_hasWhatItHadAcknowledged() throws IOException {
    Random random = new Random(11);
    List<String> failures = new ArrayList<>();
    for (int round = 0; round < Math.max(4, CUTS / 10); round++) {
      Files.deleteIfExists(file());
      List<Acknowledged> acknowledged = record(1);
      List<Acknowledged> known = before(cutPower(acknowledged, random), acknowledged);
      List<Acknowledged> later = record(1);
      int length = cutPower(later, random);
      known.addAll(before(length, later));
      failures.addAll(check("round %d, cut after %d writes".formatted(round, length), known));
    }
    assertThat(failures).isEmpty();
  }

  /** Leaves the file as a power cut does: after how many entries of the log. */
  private int cutPower(List<Acknowledged> acknowledged, Random random) throws IOException {
    int first = acknowledged.get(0).length();
    int length = first + random.nextInt(RecordedDisk.length() - first);
    Files.write(file(), RecordedDisk.afterPowerCut(length, random));
    return length;
  }

  private static List<Acknowledged> before(int length, List<Acknowledged> acknowledged) {
    return new ArrayList<>(
        acknowledged.stream().filter(epoch -> epoch.length() <= length).toList());
  }

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  /** What is not as it was acknowledged. */
  private List<String> check(String name, List<Acknowledged> acknowledged) {
    try (RunStore store = open()) {
      check(store, acknowledged);
      return List.of();
    } catch (AssertionError | RuntimeException e) {
      return List.of(name + ": " + e);
    }
  }

  private RunStore open() {
    OrderedDisk.register();
    String settings = DatabaseUrl.parse("jdbc:h2:file:/any").jdbc().replaceFirst("^[^;]*", "");
    return H2RunStore.open(
        "jdbc:h2:ordered:recorded:"
            + folder.resolve("trawl")
            + settings.replace(";AUTO_SERVER=TRUE", ""),
        Clock.systemUTC());
  }

  private List<Acknowledged> record(int runs) throws IOException {
    List<Acknowledged> acknowledged = new ArrayList<>();
    Random sizes = new Random(3);
    RecordedDisk.start(Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0]);
    try (RunStore store = open()) {
      String sweep = store.createSweep(Samples.sweep("cut"), Owner.ofThisProcess()).id();
      for (int number = 1; number <= runs; number++) {
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
