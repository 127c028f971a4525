package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.file.RecordedDisk;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What is recorded on a {@link RecordedDisk}, and what of it the store had acknowledged when. Safe
 * for use by many threads, with one writer of epochs and one of tags a run.
 */
final class AcknowledgedWork {
  static final int EPOCHS = 10;

  private static final int LEAST_BYTES = 1000;
  private static final String TAG = "number";

  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Random sizes = new Random(3);

  private enum Kind {
    EPOCH,
    TAG
  }

  private record Item(Kind kind, String run) {}

  /**
   * @param length of the disk's log when the store had answered
   */
  private record Acknowledged(int length, Item item, int number) {}

  /** Records a run's epochs from one on to the end. */
  void run(RunStore store, String run, int from) {
    for (int epoch = from; epoch <= EPOCHS; epoch++) {
      epoch(store, run, epoch);
    }
    store.endRun(run, Samples.finished(990), Set.of(EPOCHS));
  }

  void epoch(RunStore store, String run, int epoch) {
    byte[] model = model(run, epoch, sizes.nextInt(300_000));
    store.recordEpoch(
        run,
        Samples.epoch(epoch, Map.of(Metric.VAL_ACCURACY, 0.9), epoch == best(epoch), model),
        kept(epoch));
    acknowledge(Kind.EPOCH, run, epoch);
  }

  void tag(RunStore store, String run, int number) {
    store.tagRun(run, TAG, Integer.toString(number));
    acknowledge(Kind.TAG, run, number);
  }

  private synchronized void acknowledge(Kind kind, String run, int number) {
    acknowledged.add(new Acknowledged(RecordedDisk.length(), new Item(kind, run), number));
  }

  /** The length of the log when the first of it was acknowledged. */
  int begin() {
    return acknowledged.get(0).length();
  }

  /** How much of it was acknowledged. */
  synchronized int size() {
    return acknowledged.size();
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

  /** That a store has what was acknowledged before the log was longer. */
  void check(RunStore store, int length) {
    Map<Item, Integer> latest = new HashMap<>();
    for (Acknowledged one : acknowledged) {
      if (one.length() <= length) {
        latest.merge(one.item(), one.number(), Math::max);
      }
    }
    latest.forEach(
        (item, number) -> {
          if (item.kind() == Kind.EPOCH) {
            checkEpochs(store, item.run(), number);
          } else {
            checkTag(store.run(item.run()).orElseThrow(), number);
          }
        });
  }

  /** The next epoch may be there too. */
  private static void checkEpochs(RunStore store, String run, int epoch) {
    int recorded = store.metrics(run, Set.of(Metric.VAL_ACCURACY)).size();
    assertThat(recorded).isBetween(epoch, epoch + 1);
    List<Integer> kept = store.checkpoints(run).stream().map(Checkpoint::epoch).toList();
    assertThat(Set.copyOf(kept)).isIn(kept(recorded), Set.of(EPOCHS));
    for (int number : kept) {
      byte[] model = store.checkpoint(run, number).orElseThrow().model();
      assertThat(model).isEqualTo(model(run, number, model.length - LEAST_BYTES));
    }
  }

  private static void checkTag(Run run, int number) {
    assertThat(run.info().tags().get(TAG))
        .isIn(Integer.toString(number), Integer.toString(number + 1));
  }
}
