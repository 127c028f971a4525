package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.trawl.examples.OneAtATime;
import dev.trawl.examples.PauseAt;
import dev.trawl.search.Beginning;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps whose search learns and pauses: the jobs are a function of the file. */
@Timeout(60)
class SweepJobsTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();
  private static SweepFixture.Jobs undisturbed;

  private static SpecBuilder spec() {
    return SpecBuilder.searchedBy(new Selection("one_at_a_time", Map.of("start_up", 4)))
        .stoppedBy(new Selection("pause_at", Map.of("epoch", 2, "one_of", 3)))
        .parameter("rate", new LogUniformValues(0.01, 0.3))
        .parameter("fault", new Categorical(List.of("none", "none too", "late", "lost once")))
        .runCap(18)
        .retries(1)
        .maxFailures(100)
        .workers(1);
  }

  @BeforeAll
  static void open() throws Exception {
    sweeps.searches = Searches.standard().with(new OneAtATime()).with(new PauseAt());
    undisturbed = sweeps.jobs(sweeps.run(spec().build()));
  }

  @Test
  void sweep_whoseSearchPauses_promotesSomeAndPrunesTheRest() {
    List<RunStatus> statuses =
        undisturbed.runs().values().stream()
            .map(run -> RunStatus.valueOf(run.status()))
            .distinct()
            .toList();

    assertThat(undisturbed.runs()).hasSize(18);
    assertThat(statuses)
        .contains(RunStatus.FINISHED, RunStatus.PRUNED)
        .doesNotContain(RunStatus.PAUSED, RunStatus.RUNNING, RunStatus.INTERRUPTED);
    assertThat(undisturbed.decisions()).anyMatch(text -> text.contains("PROMOTE"));
    assertThat(undisturbed.runs().values())
        .filteredOn(run -> run.status().equals("PRUNED"))
        .allSatisfy(run -> assertThat(run.metrics()).hasSize(2));
  }

  @Test
  void decisions_ofEachJob_knowTheJobsUpToTheLagUnlessThoseGaveNothing() {
    int lag = sweeps.searches.lag(spec().build());
    List<String> first =
        undisturbed.decisions().stream()
            .filter(text -> text.contains("START") || text.contains("PROMOTE"))
            .toList();

    assertThat(lag).isEqualTo(8);
    assertThat(first.get(0)).contains(" known 0 ");
    assertThat(first.get(9)).startsWith("10 ").contains(" known 2 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 11})
  void jobs_anyNumberOfWorkersAtAnySpeed_areTheSame(int workers) throws Exception {
    for (int seed = 1; seed <= 2; seed++) {
      SweepFixture.Jobs jobs =
          sweeps.jobs(sweeps.run(spec().workers(workers).build(), new Delays(seed)));

      assertThat(jobs).isEqualTo(undisturbed);
    }
  }

  /** A kill before any write, wherever that is, with any number of workers. */
  @Test
  void jobs_killedAndResumedAgainAndAgain_areTheSame() throws Exception {
    Random random = new Random(20261128);
    int kills = 0;
    for (int round = 0; round < 3; round++) {
      SweepSpec spec = spec().workers(1 + random.nextInt(4)).build();
      Sweep sweep = sweeps.killed(null, spec, 1 + random.nextInt(60));
      while (sweep.status() != SweepStatus.FINISHED) {
        kills++;
        sweep = sweeps.killed(sweep, spec, 1 + random.nextInt(90));
      }

      SweepFixture.Jobs found = sweeps.jobs(sweep);
      assertThat(found.decisions()).containsExactlyElementsOf(undisturbed.decisions());
      assertThat(found.runs()).containsExactlyEntriesOf(undisturbed.runs());
    }
    assertThat(kills).isGreaterThan(3);
  }

  @Test
  void stopped_sweep_leavesItsPausedRunsAndGoesOnWithThem() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    CompletableFuture<ActiveSweep> active = new CompletableFuture<>();
    RunListener stop =
        new RunListener() {
          @Override
          public void runEnded(Run run) {
            if (ended.incrementAndGet() == 5) {
              active.join().stop("enough");
            }
          }
        };
    active.complete(sweeps.start(spec().build(), stop));
    Sweep stopped = active.join().await();

    assertThat(stopped.status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(stopped.runs()).containsEntry(RunStatus.PAUSED, 5);
    assertThat(sweeps.jobs(sweeps.resume(stopped, spec().build()))).isEqualTo(undisturbed);
  }

  @Test
  void exhausted_search_asksForPromotionsAsTheLastJobsEnd() throws Exception {
    SweepSpec spec =
        SpecBuilder.grid()
            .stoppedBy(new Selection("pause_at", Map.of("epoch", 1, "one_of", 2)))
            .parameter("rate", new Categorical(List.of(0.01, 0.02, 0.1, 0.2)))
            .build();

    Sweep sweep = sweeps.run(spec);

    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 3, RunStatus.PRUNED, 1));
    assertThat(sweeps.store.decisions(sweep.id()))
        .filteredOn(decision -> decision.kind() == Kind.PROMOTE)
        .extracting(Decision::job, Decision::known)
        .containsExactly(tuple(5, 2), tuple(6, 3), tuple(7, 4));
  }

  @Test
  void proposer_thatFails_costsARunAndItsJob() throws Exception {
    SearchMethod failing =
        new SearchMethod() {
          @Override
          public String name() {
            return "failing";
          }

          @Override
          public Proposer proposer(SweepSpec spec, Selection chosen, Beginning from) {
            return (job, history) -> {
              if (job.number() == 3) {
                throw new IllegalStateException("no point");
              }
              return new Proposal.Start(Map.of("rate", 0.01 * job.run()));
            };
          }
        };
    try (SweepFixture others = new SweepFixture()) {
      others.searches = Searches.standard().with(failing);
      Sweep sweep =
          others.run(SpecBuilder.searchedBy(Selection.of("failing")).runCap(5).workers(1).build());

      assertThat(others.runs(sweep)).extracting(Run::number).containsExactly(1, 2, 3, 4, 5);
      assertThat(others.runs(sweep).get(2).reason()).isEqualTo("IllegalStateException: no point");
      assertThat(others.store.decisions(sweep.id()))
          .extracting(Decision::job)
          .containsExactly(1, 2, 3, 4, 5);
    }
  }
}
