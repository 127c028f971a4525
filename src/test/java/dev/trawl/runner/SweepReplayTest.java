package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Selection;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SweepReplayTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();
  private static List<Trial> whole;

  @BeforeAll
  static void record() throws Exception {
    Sweep recorded = sweeps.run(grid().build());
    whole = trials(recorded);
  }

  /** In the order of a grid, so that a replay proposes the same runs; some fail at epoch 3. */
  private static SpecBuilder grid() {
    return SpecBuilder.grid()
        .parameter("rate", new Categorical(List.of(0.02, 0.3, 0.07, 0.01, 0.2, 0.1)))
        .parameter("fault", new Categorical(List.of("none", "late", "none too")))
        .maxFailures(100)
        .workers(1);
  }

  private static List<Trial> trials(Sweep sweep) {
    List<Trial> trials = new ArrayList<>();
    for (Run run : sweeps.runs(sweep)) {
      TreeMap<Integer, Double> values = new TreeMap<>();
      sweeps
          .store
          .metrics(run.id(), Set.of("val_loss"))
          .forEach(metric -> values.put((int) metric.step(), metric.value()));
      trials.add(new Trial(run.number(), run.parameters(), run.status(), values));
    }
    return trials;
  }

  private static SearchTrace replay(SpecBuilder spec) {
    return new SweepReplay(Searches.standard(), whole).run(spec.build());
  }

  /** What it would find is what a real sweep with the same jobs finds, epoch for epoch. */
  @ParameterizedTest
  @ValueSource(strings = {"asha", "hyperband", "median"})
  void run_gridUnderARule_isAsTheRealSweep(String rule) throws Exception {
    Sweep real = sweeps.run(grid().stoppedBy(SweepFixture.rule(rule)).build());
    List<Trial> expected = trials(real);

    SearchTrace replayed = replay(grid().stoppedBy(SweepFixture.rule(rule)));

    assertThat(replayed.epochs())
        .isEqualTo(expected.stream().mapToInt(trial -> trial.values().size()).sum())
        .isLessThan(whole.stream().mapToInt(trial -> trial.values().size()).sum());
    assertThat(replayed.runs()).isEqualTo(expected.size());
    assertThat(replayed.best(replayed.epochs()))
        .isEqualTo(
            expected.stream()
                .flatMap(trial -> trial.values().values().stream())
                .mapToDouble(value -> value)
                .min()
                .orElseThrow());
  }

  @Test
  void run_gridWithoutARule_takesEveryEpochInItsOrder() {
    SearchTrace replayed = replay(grid());

    List<Double> values =
        whole.stream().flatMap(trial -> trial.values().values().stream()).toList();
    assertThat(replayed.epochs()).isEqualTo(values.size());
    for (int spent = 1; spent <= values.size(); spent++) {
      assertThat(replayed.best(spent))
          .isEqualTo(
              values.subList(0, spent).stream().mapToDouble(value -> value).min().orElseThrow());
    }
    assertThat(replayed.best(0)).isNaN();
  }

  @Test
  void run_otherSeeds_searchInAnotherOrder() {
    Set<SearchTrace> traces =
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                seed ->
                    replay(
                        SpecBuilder.searchedBy(Selection.of("tpe"))
                            .parameters(grid().build().search().parameters())
                            .stoppedBy(SweepFixture.rule("asha"))
                            .seed(seed)))
            .collect(Collectors.toSet());

    assertThat(traces).hasSizeGreaterThan(2);
    assertThat(traces).allSatisfy(trace -> assertThat(trace.runs()).isEqualTo(whole.size()));
  }

  @Test
  void run_curveOfARunThatEndedByItself_isNoEpochLonger() {
    Trial brief =
        new Trial(1, Map.of("rate", 0.1), RunStatus.FINISHED, new TreeMap<>(Map.of(1, 2.0)));

    SearchTrace trace =
        new SweepReplay(Searches.standard(), List.of(brief))
            .run(
                SpecBuilder.random()
                    .parameter("rate", new Categorical(List.of(0.1)))
                    .stoppedBy(SweepFixture.rule("asha"))
                    .build());

    assertThat(trace)
        .isEqualTo(new SearchTrace(List.of(new SearchTrace.Improvement(1, 2.0)), 1, 1));
  }
}
