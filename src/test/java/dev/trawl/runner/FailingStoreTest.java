package dev.trawl.runner;

import static dev.trawl.runner.SweepFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Epoch;
import dev.trawl.track.Owner;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sweeps whose store fails, or is another owner's. */
@Timeout(60)
final class FailingStoreTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @Test
  void store_failsForAWhile_sweepPausesAndGoesOn() throws Exception {
    AtomicInteger failures = new AtomicInteger(12);
    Set<String> failing = Set.of("createRun", "startRun", "recordEpoch", "endRun", "endSweep");

    Sweep sweep =
        sweeps
            .start(
                sweeps.troubled(
                    (operation, arguments) -> {
                      if (failing.contains(operation) && failures.getAndDecrement() % 3 > 0) {
                        throw new StoreException("need space, found a full disk", null);
                      }
                    }),
                spec().build())
            .await();

    assertThat(failures).hasValueLessThan(0);
    assertThat(sweeps.outcomes(sweep)).isEqualTo(sweeps.whole());
  }

  /** A commit whose flush fails is tried again, although it took effect. */
  @Test
  void store_failsAfterItRecordedAnEpoch_countsTheTimeOfTheEpochOnce() throws Exception {
    AtomicReference<Map<String, Double>> spent = new AtomicReference<>(Map.of());
    AtomicInteger failures = new AtomicInteger();

    Sweep sweep =
        sweeps
            .start(
                sweeps.troubled(
                    (operation, arguments) -> {
                      if (operation.equals("endRun")) {
                        RunEnd end = (RunEnd) arguments[1];
                        spent.updateAndGet(before -> Phase.sum(before, end.phases()));
                      }
                      if (!operation.equals("recordEpoch")) {
                        return;
                      }
                      Epoch epoch = (Epoch) arguments[1];
                      if (epoch.number() != 2 || failures.get() == 0) {
                        spent.updateAndGet(before -> Phase.sum(before, epoch.phases()));
                      }
                      if (epoch.number() == 2 && failures.incrementAndGet() == 1) {
                        sweeps.store.recordEpoch((String) arguments[0], epoch, Set.of(1, 2));
                        throw new StoreException("need to flush, found a full disk", null);
                      }
                    }),
                spec().runCap(1).build())
            .await();

    Run run = sweeps.runs(sweep).get(0);
    assertThat(failures).hasPositiveValue();
    assertThat(run.epochs()).isEqualTo(5);
    assertThat(run.timing().phases()).isEqualTo(spent.get());
  }

  @Test
  void store_failsForGood_sweepEndsInterrupted_andCanBeResumed() throws Exception {
    AtomicBoolean full = new AtomicBoolean();
    RunStore filling =
        sweeps.troubled(
            (operation, arguments) -> {
              if (operation.equals("recordEpoch") && ((Epoch) arguments[1]).number() == 3) {
                full.set(true);
              }
              if (full.get()) {
                throw new StoreException("need space, found a full disk", null);
              }
            });

    Sweep ended =
        sweeps
            .runner(filling, Owner::ofThisProcess, SweepFixture.IMPATIENT)
            .start(SweepFixture.SOURCE, spec().build(), List.of())
            .await();

    assertThat(ended.status()).isEqualTo(SweepStatus.INTERRUPTED);
    assertThat(ended.reason())
        .isEqualTo("the store could not record: need space, found a full disk");
  }

  @Test
  void sweep_takenOverByAnotherOwner_stopsWithoutWriting() throws Exception {
    AtomicBoolean lost = new AtomicBoolean();
    Set<String> written = ConcurrentHashMap.newKeySet();
    FirstEpochs first = new FirstEpochs(1);
    ActiveSweep active =
        sweeps.start(
            sweeps.troubled(
                (operation, arguments) -> {
                  if (operation.equals("heartbeat") && lost.get()) {
                    throw new SweepTakenOverException("need our sweep, found process 7 on it");
                  }
                  if (operation.startsWith("end")) {
                    written.add(operation);
                  }
                }),
            spec().epochs(1_000_000).build(),
            first);
    first.await();

    lost.set(true);
    Sweep ended = active.await();

    assertThat(ended.reason()).isEqualTo("another process took the sweep over");
    assertThat(written).isEmpty();
  }
}
