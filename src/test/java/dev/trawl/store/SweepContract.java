package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Metric;
import dev.trawl.track.NewSweep;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.UnfinishedSweepException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a {@link dev.trawl.track.RunStore} does with sweeps. */
interface SweepContract extends StoreFixture {
  @Test
  default void createSweep_new_isRecordedWhole() {
    NewSweep wanted = Samples.sweep("whole", new Objective(Metric.VAL_LOSS, Goal.MINIMIZE, 0.0625));
    Sweep sweep = store().createSweep(wanted, owner());
    assertThat(sweep)
        .isEqualTo(
            new Sweep(
                sweep.id(),
                wanted.title(),
                wanted.plan(),
                wanted.provenance(),
                wanted.measure(),
                SweepStatus.RUNNING,
                null,
                new SweepResult(Map.of(), List.of(0, 0, 0), null),
                RecordInfo.of(clock().instant(), store().sequence())));
    assertThat(store().sweep(sweep.id())).contains(sweep);
  }

  @Test
  default void sweeps_several_areNewestFirst() {
    Sweep first = newSweep();
    Sweep second = newSweep();
    assertThat(store().sweeps().stream().limit(2)).containsExactly(second, first);
  }

  @Test
  default void sweep_unknownId_isEmpty() {
    assertThat(store().sweep("nope")).isEmpty();
  }

  @Test
  default void findSweep_name_isTheNewestOfThatName() {
    store().createSweep(Samples.sweep("twice"), owner());
    Sweep newest = store().createSweep(Samples.sweep("twice"), owner());
    assertThat(store().findSweep("twice")).contains(newest);
  }

  @Test
  default void createOnlySweep_twoAtTheSameMoment_oneIsRefused() throws Exception {
    try (RunStore other = open("same moment", clock());
        RunStore store = open("same moment", clock())) {
      for (int i = 0; i < 10; i++) {
        String name = "same-" + i;
        CyclicBarrier start = new CyclicBarrier(2);
        List<CompletableFuture<Sweep>> both =
            Stream.of(store, other)
                .map(
                    of ->
                        CompletableFuture.supplyAsync(
                            () -> {
                              await(start);
                              return of.createOnlySweep(Samples.sweep(name), owner());
                            }))
                .toList();
        List<Throwable> refusals =
            both.stream()
                .map(created -> created.handle((sweep, failure) -> failure).join())
                .filter(Objects::nonNull)
                .toList();
        assertThat(refusals)
            .singleElement()
            .extracting(Throwable::getCause)
            .isInstanceOf(UnfinishedSweepException.class);
        assertThat(store.sweeps()).extracting(Sweep::name).containsOnlyOnce(name);
      }
    }
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  default void createOnlySweep_newestOfItsNameHasEnded_isRecorded() {
    Sweep first = store().createOnlySweep(Samples.sweep("in turn"), owner());
    store().endSweep(first.id(), SweepStatus.INTERRUPTED, "");
    assertThatThrownBy(() -> store().createOnlySweep(Samples.sweep("in turn"), owner()))
        .isInstanceOf(UnfinishedSweepException.class)
        .hasMessage("need no unfinished sweep in turn, found %s INTERRUPTED", first.id());
    store().claimSweep(first.id(), owner());
    store().endSweep(first.id(), SweepStatus.STOPPED, "");
    assertThat(store().createOnlySweep(Samples.sweep("in turn"), owner()).id())
        .isNotEqualTo(first.id());
  }

  @Test
  default void findSweep_idOrItsPrefix_isThatSweep() {
    Sweep sweep = newSweep();
    assertThat(store().findSweep(sweep.id())).contains(sweep);
    assertThat(store().findSweep(sweep.id().substring(0, 16))).contains(sweep);
  }

  @Test
  default void findSweep_idThatIsAnothersName_isTheOneWithTheId() {
    Sweep sweep = newSweep();
    store().createSweep(Samples.sweep(sweep.id()), owner());
    assertThat(store().findSweep(sweep.id())).contains(sweep);
  }

  @Test
  default void findSweep_ambiguousOrEmpty_isEmpty() {
    List<Sweep> many = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      many.add(newSweep()); // of 17 ids, two begin with the same digit
    }
    String shared =
        many.stream()
            .map(sweep -> sweep.id().substring(0, 1))
            .filter(digit -> many.stream().filter(s -> s.id().startsWith(digit)).count() > 1)
            .findFirst()
            .orElseThrow();
    assertThat(store().findSweep(shared)).isEmpty();
    assertThat(store().findSweep("")).isEmpty();
    assertThat(store().findSweep("no such sweep")).isEmpty();
  }

  @Test
  default void endSweep_unfinishedRuns_areInterrupted() {
    Sweep sweep = newSweep();
    Run finished = finishedRun(sweep, 1, 0.5, 990);
    Run scheduled = newRun(sweep, 2);
    Run running = store().startRun(newRun(sweep, 3).id());

    Sweep ended = store().endSweep(sweep.id(), SweepStatus.STOPPED, "time is up");

    assertThat(ended.status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(ended.reason()).isEqualTo("time is up");
    assertThat(ended.info().endedAt()).isEqualTo(clock().instant());
    assertThat(ended.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1, RunStatus.INTERRUPTED, 2));
    assertThat(store().run(finished.id())).contains(finished);
    assertThat(store().run(scheduled.id()).orElseThrow().status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(store().run(running.id()).orElseThrow().info().endedAt())
        .isEqualTo(clock().instant());
  }

  @Test
  default void endSweep_emptyReason_isNone() {
    assertThat(store().endSweep(newSweep().id(), SweepStatus.FINISHED, "").reason()).isNull();
  }

  @Test
  default void endSweep_running_isRefused() {
    Sweep sweep = newSweep();
    assertThatThrownBy(() -> store().endSweep(sweep.id(), SweepStatus.RUNNING, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need the status of an ended sweep, found RUNNING");
  }
}
