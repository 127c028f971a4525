package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Change;
import dev.trawl.track.Metric;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What is deleted is hidden and comes back whole. */
interface DeletingContract extends StoreFixture {
  @Test
  default void deleteSweep_ended_isInNoListAndStillFoundByItsId() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    clock().advance(Duration.ofSeconds(1));

    Sweep deleted = store().deleteSweep(sweep.id());

    assertThat(deleted.info().deletedAt()).isEqualTo(clock().instant());
    assertThat(store().sweeps()).extracting(Sweep::id).doesNotContain(sweep.id());
    assertThat(store().deletedSweeps()).startsWith(deleted);
    assertThat(store().findSweep(sweep.name())).isEmpty();
    assertThat(store().findSweep(sweep.id())).contains(deleted);
    assertThat(store().findSweep(sweep.id().substring(0, 16))).contains(deleted);
    assertThat(store().run(run.id())).contains(run);
    assertThat(store().changes(deleted.info().sequence() - 1, ALL))
        .containsExactly(
            new Change(deleted.info().sequence(), Change.Kind.DELETE, sweep.id(), null));
  }

  @Test
  default void deleteSweep_newestOfItsName_leavesTheOneBefore() {
    Sweep older = store().createSweep(Samples.sweep("renewed"), owner());
    Sweep newer = store().createSweep(Samples.sweep("renewed"), owner());
    store().endSweep(newer.id(), SweepStatus.STOPPED, "");
    store().deleteSweep(newer.id());
    assertThat(store().findSweep("renewed")).contains(older);
    store().undeleteSweep(newer.id());
    assertThat(store().findSweep("renewed")).map(Sweep::id).contains(newer.id());
  }

  @Test
  default void undeleteSweep_deleted_isBackWithAllOfIt() throws Exception {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    store().tagSweep(sweep.id(), Tag.NOTE, "keep");
    Sweep before = store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store().deleteSweep(sweep.id());

    Sweep back = store().undeleteSweep(sweep.id());

    assertThat(back).usingRecursiveComparison().ignoringFields("info.sequence").isEqualTo(before);
    assertThat(store().sweeps()).contains(back);
    assertThat(store().deletedSweeps()).extracting(Sweep::id).doesNotContain(sweep.id());
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(run);
    assertThat(store().checkpoint(run.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
  }

  @Test
  default void deleteSweep_running_isRefused() {
    Sweep sweep = newSweep();
    assertThatThrownBy(() -> store().deleteSweep(sweep.id()))
        .isExactlyInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "need a sweep that is not RUNNING, found %s RUNNING: stop it first", sweep.id());
    assertThat(read(sweep)).isEqualTo(sweep);
  }

  @Test
  default void deletedSweep_toGoOnWith_isRefused() {
    Sweep sweep = newSweep();
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "");
    store().deleteSweep(sweep.id());
    List<Callable<?>> further =
        List.of(
            () -> store().claimSweep(sweep.id(), owner()),
            () -> store().createRun(Samples.run(sweep.id(), 1)),
            () -> store().importRuns(sweep.id(), List.of()));
    for (Callable<?> call : further) {
      assertThatThrownBy(call::call)
          .isInstanceOf(RefusedChangeException.class)
          .hasMessageEndingWith("found %s deleted: undelete it first", sweep.id());
    }
    assertThatThrownBy(() -> store().heartbeat(sweep.id(), owner()))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageEndingWith("found it deleted");
  }

  @Test
  default void deleteRun_best_isLeftOutOfAllListsAndCounts() {
    Sweep sweep = newSweep();
    Run second = finishedRun(sweep, 1, 0.5, 980);
    Run best = finishedRun(sweep, 2, 0.75, 990);
    clock().advance(Duration.ofSeconds(1));

    Run deleted = store().deleteRun(best.id());

    assertThat(deleted.info().deletedAt()).isEqualTo(clock().instant());
    assertThat(store().run(best.id())).contains(deleted);
    assertThat(store().findRuns(best.id())).containsExactly(deleted);
    assertThat(store().deletedRuns(sweep.id(), RunQuery.ALL)).containsExactly(deleted);
    Sweep left = read(sweep);
    assertThat(left.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1));
    assertThat(left.result().bands()).containsExactly(0, 1, 0);
    assertThat(left.bestRunId()).isEqualTo(second.id());
    assertThat(left.info().sequence()).isEqualTo(deleted.info().sequence());
    assertThat(store().sweepMetrics(sweep.id(), Metric.VAL_ACCURACY)).containsOnlyKeys(second.id());
    for (String order :
        List.of("number", "status", "metrics.val_accuracy", "metrics.none", "params.dropout")) {
      assertThat(numbers(sweep, order, false)).as(order).containsExactly(1);
    }
    assertThat(store().runs(sweep.id(), RunQuery.ALL.withAfter(second.info().sequence())))
        .isEmpty();
    assertThat(store().changes(deleted.info().sequence() - 1, ALL))
        .containsExactly(
            new Change(deleted.info().sequence(), Change.Kind.DELETE, sweep.id(), best.id()));
  }

  @Test
  default void deletedRuns_filteredAndOrdered_areThoseAsked() throws Exception {
    Sweep sweep = newSweep();
    for (int number = 1; number <= 4; number++) {
      store().deleteRun(finishedRun(sweep, number, number / 8.0, 980).id());
    }
    finishedRun(sweep, 5, 0.75, 980);
    RunQuery above =
        RunQuery.ALL.withFilter(RunFilter.parse("metrics.val_accuracy > 0.2", "filter"));
    for (String order : List.of("metrics.val_accuracy", "number", "seconds, number")) {
      List<RunOrder> descending = RunOrder.parse(order + " DESC", "order");
      assertThat(store().deletedRuns(sweep.id(), above.withOrder(descending).withLimit(2)))
          .as(order)
          .extracting(Run::number)
          .containsExactly(4, 3);
    }
    assertThat(store().deletedRuns(sweep.id(), above)).hasSize(3);
    assertThat(store().runs(sweep.id(), above)).extracting(Run::number).containsExactly(5);
  }

  @Test
  default void undeleteRun_deleted_isBackWithAllOfIt() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    store().deleteRun(run.id());

    Run back = store().undeleteRun(run.id());

    assertThat(back).usingRecursiveComparison().ignoringFields("info.sequence").isEqualTo(run);
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(back);
    assertThat(store().runs(sweep.id(), RunQuery.ALL.withAfter(run.info().sequence())))
        .containsExactly(back);
    assertThat(store().deletedRuns(sweep.id(), RunQuery.ALL)).isEmpty();
    assertThat(read(sweep).bestRunId()).isEqualTo(run.id());
    assertThat(store().checkpoint(run.id(), 1).orElseThrow().model())
        .isEqualTo(Samples.model(1, 2000));
  }

  @Test
  default void deleteRuns_several_areGoneAndBackTogether() {
    Sweep sweep = newSweep();
    List<String> two =
        List.of(finishedRun(sweep, 1, 0.5, 980).id(), finishedRun(sweep, 2, 0.75, 990).id());
    Run third = finishedRun(sweep, 3, 0.25, 970);
    long before = store().sequence();

    store().deleteRuns(sweep.id(), two);

    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(third);
    assertThat(store().sequence()).isEqualTo(before + 2);
    assertThat(read(sweep).bestRunId()).isEqualTo(third.id());
    store().undeleteRuns(sweep.id(), two);
    assertThat(store().runs(sweep.id(), RunQuery.ALL))
        .extracting(Run::number)
        .containsExactly(1, 2, 3);
  }

  @Test
  default void deleteRuns_oneThatCantBe_deletesNone() {
    Sweep sweep = newSweep();
    Run ended = finishedRun(sweep, 1, 0.5, 980);
    Run running = newRun(sweep, 2);
    Run stranger = finishedRun(newSweep(), 1, 0.5, 980);
    long before = store().sequence();

    assertThatThrownBy(() -> store().deleteRuns(sweep.id(), List.of(ended.id(), running.id())))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageStartingWith("need a run that has ended, found run " + running.id());
    assertThatThrownBy(() -> store().deleteRuns(sweep.id(), List.of(ended.id(), stranger.id())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a run of sweep %s, found %s of another", sweep.id(), stranger.id());

    assertThat(store().sequence()).isEqualTo(before);
    assertThat(store().run(ended.id())).contains(ended);
  }

  @Test
  default void undeleteRun_laterAttemptThere_staysUnlisted() {
    Sweep sweep = newSweep();
    Run first = newRun(sweep, 1);
    store().endRun(first.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    Run second = store().createRun(Samples.run(sweep.id(), 1, 2, Map.of("dropout", 0.25)));
    store().deleteRun(first.id());
    assertThat(store().undeleteRun(first.id()).info().deletedAt()).isNull();
    assertThat(store().runs(sweep.id(), RunQuery.ALL)).containsExactly(second);
  }

  @Test
  default void deleteRun_unfinishedInARunningSweep_isRefused() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    for (RunStatus status : List.of(RunStatus.SCHEDULED, RunStatus.RUNNING)) {
      assertThatThrownBy(() -> store().deleteRun(run.id()))
          .isExactlyInstanceOf(RefusedChangeException.class)
          .hasMessage(
              "need a run that has ended, found run %s %s in a sweep that is RUNNING: stop it"
                  + " first",
              run.id(), status);
      store().startRun(run.id());
    }
    store().endSweep(sweep.id(), SweepStatus.STOPPED, "");
    assertThat(store().deleteRun(run.id()).info().deletedAt()).isNotNull();
  }

  @Test
  default void deleteAndUndelete_asItIsAlready_changeNothing() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.5, 990);
    Sweep ended = store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    long before = store().sequence();
    assertThat(store().undeleteRun(run.id())).isEqualTo(run);
    assertThat(store().undeleteSweep(sweep.id())).isEqualTo(ended);
    assertThat(store().sequence()).isEqualTo(before);

    Run deletedRun = store().deleteRun(run.id());
    Sweep deletedSweep = store().deleteSweep(sweep.id());
    clock().advance(Duration.ofSeconds(1));
    assertThat(store().deleteRun(run.id())).isEqualTo(deletedRun);
    assertThat(store().deleteSweep(sweep.id())).isEqualTo(deletedSweep);
    assertThat(store().sequence()).isEqualTo(before + 2);
    assertThatThrownBy(() -> store().deleteRun("nope"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().deleteSweep("nope"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
