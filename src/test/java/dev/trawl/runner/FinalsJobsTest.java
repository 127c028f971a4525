package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FinalsJobsTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();
  private static Sweep sweep;
  private static SweepFixture.Jobs undisturbed;

  /** Rates that differ little, and a few that are far worse: some leave, some stay. */
  private static SpecBuilder spec() {
    return SpecBuilder.random()
        .parameter("rate", new LogUniformValues(0.05, 0.3))
        .parameter("fault", new Categorical(List.of("none", "none too", "first attempt")))
        .retries(1)
        .maxFailures(100)
        .runCap(8)
        .workers(1)
        .finals(4, 3);
  }

  @BeforeAll
  static void open() throws Exception {
    sweep = sweeps.run(spec().build());
    undisturbed = sweeps.jobs(sweep);
  }

  private static List<Run> finals(Sweep of) {
    return sweeps.runs(of).stream().filter(Run::isOfFinals).toList();
  }

  private static List<Decision> decisions(Sweep of, Kind... kinds) {
    return sweeps.store.decisions(of.id()).stream()
        .filter(decision -> Set.of(kinds).contains(decision.kind()))
        .toList();
  }

  private static Run run(@Nullable String id) {
    return sweeps.store.run(String.valueOf(id)).orElseThrow();
  }

  private static FinalStanding standing(Decision decision) {
    return Objects.requireNonNull(decision.standing());
  }

  @Test
  void finals_ofTheBestRuns_repeatThemWithTheSeedOfTheirRound() {
    List<Run> finals = finals(sweep);
    Map<Integer, List<Run>> rounds =
        finals.stream()
            .collect(
                Collectors.groupingBy(
                    run ->
                        (int)
                            finals.stream()
                                .filter(other -> Objects.equals(other.parent(), run.parent()))
                                .filter(other -> other.number() <= run.number())
                                .count()));

    assertThat(finals).extracting(Run::number).first().isEqualTo(9);
    assertThat(rounds.get(1)).hasSize(4);
    assertThat(rounds.get(1))
        .extracting(run -> run(run.parent()).metrics().get("val_loss"))
        .isSorted();
    assertThat(finals)
        .allSatisfy(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
              assertThat(run.parameters()).isEqualTo(run(run.parent()).parameters());
              assertThat(run.metrics()).containsKey("test_accuracy");
            });
    assertThat(rounds.values())
        .allSatisfy(
            round ->
                assertThat(round.stream().filter(run -> run.attempt() == 1))
                    .extracting(run -> run.provenance().seed())
                    .as("one seed for all")
                    .hasSizeLessThanOrEqualTo(4)
                    .containsOnly(round.get(0).provenance().seed()));
  }

  @Test
  void finals_judged_dropWhoIsWorseAndNameTheWinner() {
    List<Decision> wins = decisions(sweep, Kind.WIN);
    List<Decision> last =
        decisions(sweep, Kind.KEEP, Kind.DROP).stream()
            .filter(decision -> standing(decision).round() == 3)
            .toList();

    assertThat(decisions(sweep, Kind.DROP)).isNotEmpty();
    assertThat(decisions(sweep, Kind.DROP))
        .extracting(decision -> standing(decision).p())
        .allSatisfy(p -> assertThat(p).isBetween(0.0, 0.05));
    assertThat(wins).hasSize(1);
    assertThat(standing(wins.get(0)).rank()).isEqualTo(1);
    assertThat(last)
        .extracting(decision -> standing(decision).mean())
        .allSatisfy(mean -> assertThat(standing(wins.get(0)).mean()).isLessThanOrEqualTo(mean));
    assertThat(sweep.bestRunId()).isEqualTo(wins.get(0).runId());
    assertThat(run(sweep.bestRunId()).isOfFinals()).isFalse();
  }

  @Test
  void sweep_withFinals_countsTheRunsOfItsSearchAlone() {
    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 8));
    assertThat(sweep.result().bands().stream().mapToInt(Integer::intValue).sum()).isEqualTo(8);
  }

  @Test
  void search_withFinals_isTheSameAsWithout() throws Exception {
    SpecBuilder without =
        SpecBuilder.random()
            .parameter("rate", new LogUniformValues(0.05, 0.3))
            .parameter("fault", new Categorical(List.of("none", "none too", "first attempt")))
            .retries(1)
            .maxFailures(100)
            .runCap(8);
    SweepFixture.Jobs jobs = sweeps.jobs(sweeps.run(without.build()));

    assertThat(undisturbed.decisions()).containsAll(jobs.decisions());
    assertThat(undisturbed.runs()).containsAllEntriesOf(jobs.runs());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void finals_anyNumberOfWorkersAtAnySpeed_areTheSame(int workers) throws Exception {
    Sweep again = sweeps.run(spec().workers(workers).build(), new Delays(workers));

    assertThat(sweeps.jobs(again)).isEqualTo(undisturbed);
    assertThat(run(again.bestRunId()).number()).isEqualTo(run(sweep.bestRunId()).number());
  }

  @Test
  void finals_killedAndResumedAgainAndAgain_areTheSame() throws Exception {
    Random random = new Random(20261128);
    int kills = 0;
    for (int each = 0; each < 2; each++) {
      SweepSpec spec = spec().workers(1 + random.nextInt(3)).build();
      Sweep interrupted = sweeps.killed(null, spec, 60 + random.nextInt(30));
      while (interrupted.status() != SweepStatus.FINISHED) {
        kills++;
        interrupted = sweeps.killed(interrupted, spec, 1 + random.nextInt(30));
      }
      assertThat(sweeps.jobs(interrupted)).isEqualTo(undisturbed);
    }
    assertThat(kills).isGreaterThan(4);
  }

  @Test
  void finals_stoppedByAPerson_goOnWhenTheSweepIsResumed() throws Exception {
    CompletableFuture<ActiveSweep> active = new CompletableFuture<>();
    RunListener stop =
        new RunListener() {
          @Override
          public void runEnded(Run run) {
            if (run.number() == 10) {
              active.join().stop("enough");
            }
          }
        };
    active.complete(sweeps.start(spec().build(), stop));
    Sweep stopped = active.join().await();

    assertThat(stopped.status()).isEqualTo(SweepStatus.STOPPED);
    assertThat(decisions(stopped, Kind.WIN)).isEmpty();
    assertThat(sweeps.jobs(sweeps.resume(stopped, spec().build()))).isEqualTo(undisturbed);
  }

  @Test
  void final_thatAPersonStops_takesItsCandidateOut() throws Exception {
    RunListener kill =
        new RunListener() {
          @Override
          public void runStarted(Run run, int after) {
            if (run.number() == 9) {
              sweeps.store.requestStop(new StopRequest(run.sweepId(), run.id()));
              sleep();
            }
          }
        };
    Sweep ended = sweeps.run(spec().build(), kill);
    Decision dropped = decisions(ended, Kind.DROP).get(0);

    assertThat(finals(ended).get(0).status()).isEqualTo(RunStatus.KILLED);
    assertThat(dropped.runId()).isEqualTo(finals(ended).get(0).parent());
    assertThat(dropped.standing()).isEqualTo(new FinalStanding(1, 4, 4, 0, null, null, null, null));
    assertThat(decisions(ended, Kind.WIN)).hasSize(1);
    assertThat(verify(ended, spec()).difference()).isEmpty();
  }

  private static void sleep() {
    try {
      Thread.sleep(300); // several heartbeats, which obey the request
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void finals_targetReached_areHeldAllTheSame() throws Exception {
    Sweep reached = sweeps.run(spec().target(100).build());

    assertThat(reached.reason()).isEqualTo("target reached");
    assertThat(reached.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1));
    assertThat(finals(reached)).hasSize(3);
    assertThat(run(reached.bestRunId()).number()).isEqualTo(1);
  }

  @Test
  void finals_noFinishedRun_areNone() throws Exception {
    Sweep failed =
        sweeps.run(
            SpecBuilder.grid()
                .parameter("fault", new Categorical(List.of("diverge")))
                .finals(3, 2)
                .build());

    assertThat(failed.status()).isEqualTo(SweepStatus.FAILED);
    assertThat(finals(failed)).isEmpty();
  }

  @Test
  void verify_finals_areWorkedOutAgain() {
    SweepVerification.Outcome outcome = verify(sweep, spec());

    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.decisions())
        .containsEntry(Kind.REPEAT, finals(sweep).size())
        .containsEntry(Kind.WIN, 1);
    assertThat(verify(sweep, spec().finals(3, 3)).difference().orElseThrow())
        .startsWith("the finals:");
  }

  private static SweepVerification.Outcome verify(Sweep of, SpecBuilder by) {
    return new SweepVerification(sweeps.store, Searches.standard(), sweeps.reader, of, by.build())
        .verify();
  }
}
