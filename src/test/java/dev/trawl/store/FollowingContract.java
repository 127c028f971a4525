package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Change;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Changes, in the order in which they were made. */
interface FollowingContract extends StoreFixture {
  @Test
  default void changes_eachOperation_areRecordedInOrder() {
    long start = store().sequence();
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    Run other = newRun(sweep, 2);
    store().startRun(run.id());
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store().tagRun(run.id(), "a", "b");
    store().endRun(run.id(), Samples.finished(1), Set.of(1));
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "");

    assertThat(store().changes(start, ALL))
        .extracting(Change::kind, Change::sweepId, Change::runId)
        .containsExactly(
            tuple(Change.Kind.SWEEP, sweep.id(), null),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), other.id()),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.EPOCH, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), run.id()),
            tuple(Change.Kind.RUN, sweep.id(), other.id()),
            tuple(Change.Kind.SWEEP, sweep.id(), null));
    assertThat(store().changes(start, 2))
        .extracting(Change::sequence)
        .containsExactly(start + 1, start + 2);
    assertThat(store().changes(store().sequence(), ALL)).isEmpty();
    assertThat(store().run(run.id()).orElseThrow().info().sequence()).isEqualTo(start + 7);
  }

  /** A reader that has seen a number never finds a new change below it. */
  @Test
  default void changes_readWhileManyWrite_neverAppearBehindTheReader() throws Exception {
    int writers = 3;
    int each = 25;
    Sweep sweep = newSweep();
    long start = store().sequence();
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      List<Future<?>> writing = new ArrayList<>();
      for (int writer = 1; writer <= writers; writer++) {
        Run run = newRun(sweep, writer);
        writing.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    store().tagRun(run.id(), "i", "" + i);
                  }
                }));
      }
      List<Long> seen = new ArrayList<>();
      long last = start;
      boolean written;
      List<Change> changes;
      do {
        written = writing.stream().allMatch(Future::isDone);
        changes = store().changes(last, 7);
        for (Change change : changes) {
          seen.add(change.sequence());
          last = change.sequence();
        }
      } while (!written || !changes.isEmpty());
      for (Future<?> writer : writing) {
        writer.get();
      }
      assertThat(seen).hasSize(writers + writers * each).doesNotHaveDuplicates().isSorted();
      assertThat(store().changes(start, ALL))
          .extracting(Change::sequence)
          .containsExactlyElementsOf(seen);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  default void write_interruptedThread_isRecordedAndStaysInterrupted() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    Thread.currentThread().interrupt();
    try {
      store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store().run(run.id()).orElseThrow().epochs()).isEqualTo(1);
  }

  @Test
  default void unknownId_everywhere_isRefused() {
    List<Callable<?>> calls =
        List.of(
            () -> store().claimSweep("nope", owner()),
            () -> store().heartbeat("nope", owner()),
            () -> store().endSweep("nope", SweepStatus.FINISHED, ""),
            () -> store().createRun(Samples.run("nope", 1)),
            () -> store().startRun("nope"),
            () -> store().recordEpoch("nope", Samples.epoch(1, 0.5, true), Set.of()),
            () -> store().endRun("nope", Samples.finished(1), Set.of()),
            () -> store().tagRun("nope", "a", "b"),
            () -> store().runs("nope", RunQuery.ALL),
            () -> store().metrics("nope", Set.of()),
            () -> store().sweepMetrics("nope", Metric.VAL_LOSS),
            () -> store().checkpoints("nope"),
            () -> store().checkpoint("nope", 1),
            () -> store().keepCheckpoints("nope", CheckpointRetention.BEST, false),
            () -> store().openCheckpoint("nope", 1),
            () -> store().evaluation("nope"));
    for (Callable<?> call : calls) {
      assertThatThrownBy(call::call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("need the id of a recorded (sweep|run), found nope");
    }
    assertThat(store().run("nope")).isEmpty();
  }
}
