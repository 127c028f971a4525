package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.examples.OneAtATime;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.InterceptedStore;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SweepVerificationTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();
  private static Sweep halved;

  @BeforeAll
  static void run() throws Exception {
    sweeps.searches = Searches.standard().with(new OneAtATime());
    halved = sweeps.run(spec("asha").build());
  }

  private static SpecBuilder spec(String rule) {
    return SpecBuilder.searchedBy(new Selection("one_at_a_time", Map.of("start_up", 3)))
        .stoppedBy(SweepFixture.rule(rule))
        .parameter("rate", new LogUniformValues(0.01, 0.3))
        .parameter("fault", new Categorical(List.of("none", "none too", "late")))
        .retries(1)
        .maxFailures(100)
        .runCap(14)
        .workers(3);
  }

  private static SweepVerification.Outcome verify(RunStore store, Sweep sweep, SweepSpec spec) {
    return new SweepVerification(store, sweeps.searches, sweeps.reader, sweep, spec).verify();
  }

  private static SweepVerification.Outcome verify(Sweep sweep, SpecBuilder spec) {
    return verify(sweeps.store, sweep, spec.build());
  }

  /** A store of which one method answers something else. */
  @SuppressWarnings("unchecked")
  private static <T> RunStore altered(String method, BiFunction<Object[], T, T> alter) {
    return InterceptedStore.of(
        sweeps.store,
        operation -> {
          Object found = operation.proceed();
          return operation.name().equals(method)
              ? alter.apply(operation.arguments(), (T) found)
              : found;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"hyperband", "asha", "median"})
  void verify_aSweep_countsWhatItWorkedOutAgain(String rule) throws Exception {
    Sweep sweep = sweeps.run(spec(rule).build());

    SweepVerification.Outcome outcome = verify(sweep, spec(rule));

    assertThat(outcome.difference()).isEmpty();
    assertThat(outcome.decisions()).containsEntry(Kind.START, 14);
    assertThat(outcome.decisions().values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(sweeps.store.decisions(sweep.id()).size());
  }

  @Test
  void verify_searchWithoutMemory_isWorkedOutToo() throws Exception {
    SpecBuilder random = SweepFixture.spec();
    SpecBuilder grid =
        SpecBuilder.grid().parameter("rate", new Categorical(List.of(0.1, 0.2, List.of(1L, 2L))));
    Sweep drawn = sweeps.run(random.build());
    Sweep listed = sweeps.run(grid.maxFailures(9).build());

    assertThat(verify(drawn, random).difference()).isEmpty();
    assertThat(verify(listed, grid).difference()).isEmpty();
    assertThat(verify(drawn, random.seed(43)).difference().orElseThrow())
        .startsWith("job 1, of run 1:");
  }

  @Test
  void verify_searchedSeed_isTheRunsSeed() throws Exception {
    SpecBuilder seeds = SpecBuilder.grid().parameter("seed", new Categorical(List.of(7L, 8L)));

    assertThat(verify(sweeps.run(seeds.build()), seeds).difference()).isEmpty();
  }

  @Test
  void verify_stoppedSweep_isWorkedOutAsFarAsItWent() throws Exception {
    CompletableFuture<ActiveSweep> active = new CompletableFuture<>();
    RunListener stop =
        new RunListener() {
          @Override
          public void runEnded(Run run) {
            if (run.number() == 9) {
              active.join().stop("enough");
            }
          }
        };
    active.complete(sweeps.start(spec("asha").build(), stop));
    Sweep stopped = active.join().await();

    assertThat(verify(stopped, spec("asha")).difference()).isEmpty();
    assertThat(verify(stopped, spec("asha")).jobs()).isBetween(9, 15);
  }

  @Test
  void verify_resultThatWasAltered_differsWhereItCounts() {
    String first = sweeps.runs(halved).get(0).id();
    RunStore altered =
        altered(
            "metrics",
            (Object[] arguments, List<Metric> found) ->
                arguments[0].equals(first)
                    ? found.stream()
                        .map(one -> new Metric(one.key(), 0.5, one.step(), one.timestamp()))
                        .toList()
                    : found);

    assertThat(verify(altered, halved, spec("asha").build()).difference().orElseThrow())
        .matches("(?s)job 1, of run 1:\\s+recorded: +PAUSE at .*\\s+worked out: +PAUSE at .*0.5.*");
  }

  @Test
  void verify_decisionThatIsMissing_differsThere() {
    Decision promotion =
        sweeps.store.decisions(halved.id()).stream()
            .filter(decision -> decision.kind() == Kind.PAUSE && decision.job() == 4)
            .findFirst()
            .orElseThrow();
    RunStore altered =
        altered(
            "decisions",
            (Object[] arguments, List<Decision> found) ->
                found.stream().filter(decision -> !decision.equals(promotion)).toList());

    assertThat(verify(altered, halved, spec("asha").build()).difference().orElseThrow())
        .startsWith("job ");
  }

  @Test
  void verify_sweepThatHasMoreToDo_saysSo() throws Exception {
    Sweep drawn = sweeps.run(SweepFixture.spec().build());

    assertThat(verify(drawn, SweepFixture.spec().runCap(7)).difference().orElseThrow())
        .startsWith("the end:")
        .contains("run 7 starts with");
  }
}
