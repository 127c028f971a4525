package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Change;
import dev.trawl.track.Erased;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was deleted long ago is gone for good. */
interface ErasingContract extends StoreFixture {
  private Erased erase(Sweep sweep, Duration age) {
    return store().eraseDeleted(sweep.id(), clock().instant().minus(age), false);
  }

  @Test
  default void eraseDeleted_sweepDeletedLongAgo_isGoneWithAllOfIt() {
    Sweep kept = newSweep();
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    Run sharing = finishedRun(kept, 1, 0.5, 990);
    Run second = finishedRun(sweep, 2, 0.5, 990);
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "");
    long deleted = store().deleteSweep(sweep.id()).info().sequence();
    clock().advance(Duration.ofDays(1));

    assertThat(erase(sweep, Duration.ofDays(1))).isEqualTo(new Erased(1, 2, 2, 0));

    assertThat(store().sweep(sweep.id())).isEmpty();
    assertThat(store().deletedSweeps()).extracting(Sweep::id).doesNotContain(sweep.id());
    for (Run gone : List.of(run, second)) {
      assertThat(store().run(gone.id())).isEmpty();
      assertThat(store().findRuns(gone.id())).isEmpty();
      assertThatThrownBy(() -> store().metrics(gone.id(), Set.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store().changes(0, ALL))
        .noneMatch(change -> change.sweepId().equals(sweep.id()))
        .anyMatch(change -> change.sweepId().equals(kept.id()));
    assertThat(store().sequence()).isGreaterThanOrEqualTo(deleted);
    assertThat(store().checkpoint(sharing.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
    assertThat(store().run(sharing.id())).contains(sharing);
    assertThatThrownBy(() -> store().undeleteSweep(sweep.id()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> erase(sweep, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void eraseDeleted_withinTheGracePeriodOrNotDeleted_isLeft() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    finishedRun(sweep, 2, 0.5, 990);
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(Erased.NOTHING);
    store().deleteRun(run.id());
    store().deleteSweep(sweep.id());
    clock().advance(Duration.ofDays(1).minusMillis(1));

    assertThat(erase(sweep, Duration.ofDays(1))).isEqualTo(Erased.NOTHING);

    assertThat(store().undeleteSweep(sweep.id()).info().deletedAt()).isNull();
    assertThat(store().undeleteRun(run.id()).info().deletedAt()).isNull();
    assertThat(store().checkpoint(run.id(), 1)).isPresent();
  }

  @Test
  default void eraseDeleted_deletedRuns_goWithTheAttemptsBeforeThem() {
    Sweep sweep = newSweep();
    Run failed = newRun(sweep, 1);
    store().endRun(failed.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run retried = store().createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));
    store().endRun(retried.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run kept = finishedRun(sweep, 2, 0.5, 980);
    Run last = finishedRun(sweep, 3, 0.75, 990);
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store().deleteRun(retried.id());
    Run deleted = store().deleteRun(last.id());

    assertThat(store().eraseDeleted(sweep.id(), clock().instant(), true))
        .isEqualTo(new Erased(0, 3, 1, 0));
    assertThat(store().deletedRuns(sweep.id(), RunQuery.ALL)).hasSize(2);
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(new Erased(0, 3, 1, 0));

    for (Run gone : List.of(failed, retried, last)) {
      assertThat(store().run(gone.id())).isEmpty();
    }
    assertThat(store().deletedRuns(sweep.id(), RunQuery.ALL)).isEmpty();
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(kept);
    Sweep left = read(sweep);
    assertThat(left.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1));
    assertThat(left.info().sequence()).isGreaterThan(deleted.info().sequence());
    assertThat(store().changes(deleted.info().sequence(), ALL))
        .containsExactly(new Change(left.info().sequence(), Change.Kind.SWEEP, sweep.id(), null));
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(Erased.NOTHING);
    assertThat(store().sequence()).isEqualTo(left.info().sequence());
  }

  @Test
  default void eraseDeleted_earlierAttemptOfAKeptRun_goesAlone() {
    Sweep sweep = newSweep();
    Run failed = newRun(sweep, 1);
    store().endRun(failed.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run retried = store().createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));
    Run done =
        store().endRun(retried.id(), new RunEnd(RunStatus.FAILED, "again", 0, null), Set.of());
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store().deleteRun(failed.id());
    assertThat(erase(sweep, Duration.ZERO).runs()).isOne();
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(done);
  }

  @Test
  default void eraseDeleted_sweepThatIsRunningOrMayGoOn_keepsWhatAResumeNeeds() {
    Sweep sweep = newSweep();
    Run first = finishedRun(sweep, 1, 0.5, 980);
    Run last = finishedRun(sweep, 2, 0.5, 980);
    store().deleteRun(first.id());
    store().deleteRun(last.id());
    assertThat(erase(sweep, Duration.ZERO)).isEqualTo(Erased.NOTHING);
    store().endSweep(sweep.id(), SweepStatus.INTERRUPTED, "Ctrl-C");

    assertThat(erase(sweep, Duration.ZERO).runs()).isOne();

    assertThat(store().deletedRuns(sweep.id(), RunQuery.ALL))
        .extracting(Run::id)
        .containsExactly(last.id());
  }

  @Test
  default void findRuns_prefix_areThoseThatBeginSo() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    assertThat(store().findRuns(run.id().substring(0, 16))).containsExactly(run);
    assertThat(store().findRuns("no such run")).isEmpty();
    assertThat(store().findRuns("%")).isEmpty();
    assertThat(store().findRuns("")).contains(run);
  }
}
