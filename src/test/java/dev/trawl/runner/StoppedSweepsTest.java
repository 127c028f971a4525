package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.examples.OneAtATime;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method with each rule: the same file, the same runs, the same stops. */
@Timeout(120)
class StoppedSweepsTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @BeforeAll
  static void open() {
    sweeps.searches = Searches.standard().with(new OneAtATime());
  }

  /** Each method with two rules, each rule with two methods. */
  static Stream<List<String>> combinations() {
    return Stream.of(
        List.of("random", "asha"),
        List.of("random", "hyperband"),
        List.of("tpe", "hyperband"),
        List.of("tpe", "median"),
        List.of("grid", "median"),
        List.of("grid", "asha"));
  }

  /** Some runs fail, some are lost and go on. */
  private static SpecBuilder spec(String method, String rule, long seed) {
    SpecBuilder spec =
        method.equals("one_at_a_time")
            ? SpecBuilder.searchedBy(new Selection(method, Map.of("start_up", 4)))
            : SpecBuilder.searchedBy(Selection.of(method));
    spec.stoppedBy(SweepFixture.rule(rule)).seed(seed).maxFailures(100).retries(1);
    return method.equals("grid")
        ? spec.parameter("rate", new Categorical(List.of(0.3, 0.02, 0.01, 0.1, 0.2, 0.03)))
            .parameter("fault", new Categorical(List.of("none", "late", "lost once")))
        : spec.parameter("rate", new LogUniformValues(0.01, 0.3))
            .parameter("fault", new Categorical(List.of("none", "none too", "late", "lost once")))
            .runCap(16);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void jobs_anyWorkersSpeedAndKills_areTheSame(List<String> combination) throws Exception {
    Random random = new Random(combination.hashCode());
    SpecBuilder spec = spec(combination.get(0), combination.get(1), random.nextInt(1000));
    SweepFixture.Jobs undisturbed = sweeps.jobs(sweeps.run(spec.workers(1).build()));
    Sweep delayed = sweeps.run(spec.workers(4).build(), new Delays(random.nextLong()));
    assertThat(sweeps.jobs(delayed)).isEqualTo(undisturbed);
    Sweep sweep = sweeps.killed(null, spec.build(), 1 + random.nextInt(60));
    while (sweep.status() != SweepStatus.FINISHED) {
      sweep = sweeps.killed(sweep, spec.build(), 1 + random.nextInt(120));
    }
    assertThat(sweeps.jobs(sweep)).isEqualTo(undisturbed);

    assertThat(sweep.runs())
        .containsKeys(RunStatus.FINISHED, RunStatus.PRUNED)
        .doesNotContainKeys(RunStatus.PAUSED, RunStatus.RUNNING);
    assertThat(sweeps.store.decisions(sweep.id()))
        .filteredOn(decision -> decision.kind() != Kind.START)
        .isNotEmpty()
        .extracting(Decision::rank)
        .doesNotContainNull();
  }

  @Test
  void asha_withTooFewRunsForItsRungs_finishesTheBest() throws Exception {
    Sweep sweep =
        sweeps.run(
            SpecBuilder.random()
                .stoppedBy(new Selection("asha", Map.of("min_iter", 1, "eta", 3.0)))
                .parameter("rate", new LogUniformValues(0.01, 0.3))
                .runCap(2)
                .build());

    assertThat(sweep.runs()).isEqualTo(Map.of(RunStatus.FINISHED, 1, RunStatus.PRUNED, 1));
    assertThat(sweeps.runs(sweep))
        .filteredOn(run -> run.status() == RunStatus.PRUNED)
        .singleElement()
        .satisfies(
            run ->
                assertThat(run.reason())
                    .startsWith("epoch 1: ")
                    .endsWith(", rank 2 of 2 in the end"));
  }

  @Test
  void target_thatIsReached_endsPromotionsToo() throws Exception {
    SpecBuilder spec = spec("random", "asha", 1).workers(1);
    Sweep all = sweeps.run(spec.build());
    Sweep sweep = sweeps.run(spec.target(8.0).build());

    assertThat(sweep.reason()).isEqualTo("target reached");
    assertThat(sweep.runs()).doesNotContainKey(RunStatus.PAUSED);
    assertThat(sweeps.store.decisions(sweep.id()).size())
        .isLessThan(sweeps.store.decisions(all.id()).size());
  }

  @Test
  void waiting_forEarlierResults_isMeasured() throws Exception {
    SpecBuilder spec = spec("random", "hyperband", 1);
    ActiveSweep alone = sweeps.start(spec.workers(1).build());
    alone.await();
    ActiveSweep crowded = sweeps.start(spec.workers(12).build(), new Delays(3));
    crowded.await();

    assertThat(alone.waited()).isZero();
    assertThat(crowded.waited()).isPositive();
  }
}
