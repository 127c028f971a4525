package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.KnownRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps whose search knows the runs of others. */
@Timeout(60)
class WarmStartTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();
  private static Sweep earlier;

  private static SpecBuilder tpe() {
    return SpecBuilder.searchedBy(Selection.of("tpe"))
        .parameter("rate", new LogUniformValues(0.001, 0.3))
        .workers(1);
  }

  @BeforeAll
  static void open() throws Exception {
    earlier =
        sweeps.run(
            SpecBuilder.random()
                .parameter("rate", new LogUniformValues(0.001, 0.3))
                .runCap(16)
                .build());
  }

  private static Set<Map<String, Object>> points(Sweep sweep) {
    Set<Map<String, Object>> points = new HashSet<>();
    sweeps.runs(sweep).forEach(run -> points.add(run.parameters()));
    return points;
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid", "random", "qmc", "tpe"})
  void points_ofTheOtherSweep_areNotTriedAgainUnlessTheyMayBe(String method) throws Exception {
    SpecBuilder spec =
        SpecBuilder.searchedBy(Selection.of(method))
            .parameter("rate", new IntUniform(1, 12))
            .seed(3);
    Sweep first = sweeps.run(spec.runCap(7).build());
    Sweep second = sweeps.run(spec.runCap(12).warmStart(false, first.id()).build());
    Sweep again = sweeps.run(spec.warmStart(true, first.id()).build());
    Sweep none = sweeps.run(spec.warmStart(false, again.id()).build());

    assertThat(points(second)).hasSize(5).doesNotContainAnyElementsOf(points(first));
    assertThat(second.plan().runs()).isEqualTo(5);
    assertThat(points(again)).hasSize(12);
    assertThat(none.runs()).isEmpty();
    assertThat(none.reason()).isEqualTo("warm_start left no new point to try");
    assertThat(verified(second, spec.warmStart(false, first.id()).build())).isTrue();
  }

  /** Nothing is drawn at random first, and the good rates are near what the others found. */
  @Test
  void tpe_thatKnowsEnoughRuns_learnsFromItsFirstRunOn() throws Exception {
    SweepSpec cold = tpe().runCap(8).build();
    SweepSpec warm = tpe().runCap(8).warmStart(false, earlier.id()).build();

    double coldMean = meanLoss(sweeps.run(cold));
    double warmMean = meanLoss(sweeps.run(warm));

    assertThat(warmMean).isLessThan(coldMean / 2);
  }

  private static double meanLoss(Sweep sweep) {
    return sweeps.runs(sweep).stream()
        .mapToDouble(run -> run.metrics().getOrDefault("val_loss", Double.NaN))
        .average()
        .orElseThrow();
  }

  @Test
  void jobs_whileTheOtherSweepChangesAndIsDeleted_areTheSameAfterKillsToo() throws Exception {
    Sweep other = sweeps.run(SpecBuilder.random().parameter("rate", range()).runCap(12).build());
    SweepSpec spec = tpe().runCap(14).warmStart(false, other.id()).build();
    SweepFixture.Jobs undisturbed = sweeps.jobs(sweeps.run(spec));
    Random random = new Random(20261128);
    for (int workers : new int[] {1, 2, 4}) {
      SweepSpec same = tpe().runCap(14).warmStart(false, other.id()).workers(workers).build();
      Sweep sweep = sweeps.killed(null, same, 4 + random.nextInt(40));
      if (workers == 4) {
        sweeps.store.deleteSweep(other.id());
        sweeps.store.eraseDeleted(other.id(), Instant.now().plusSeconds(60), false);
      }
      while (sweep.status() != SweepStatus.FINISHED) {
        sweep = sweeps.killed(sweep, same, 10 + random.nextInt(90));
      }

      assertThat(sweeps.jobs(sweep)).isEqualTo(undisturbed);
      assertThat(verified(sweep, same)).isTrue();
    }
  }

  private static LogUniformValues range() {
    return new LogUniformValues(0.01, 0.2);
  }

  private static boolean verified(Sweep sweep, SweepSpec spec) {
    return new SweepVerification(sweeps.store, sweeps.searches, sweeps.reader, sweep, spec)
        .verify()
        .difference()
        .isEmpty();
  }

  @Test
  void known_ofASweepThatKnewOthers_areTheirsToo() throws Exception {
    Sweep second = sweeps.run(tpe().runCap(2).warmStart(false, earlier.id()).build());
    Sweep third = sweeps.run(tpe().runCap(1).warmStart(false, second.id()).build());

    assertThat(sweeps.store.knownRuns(third.id()))
        .hasSize(18)
        .extracting(KnownRun::runId)
        .containsAll(sweeps.runs(earlier).stream().map(Run::id).toList());
  }

  /** It may be a corner of another space. */
  @Test
  void space_ofOtherParameters_isSearchedAllTheSame() throws Exception {
    SweepSpec spec =
        SpecBuilder.searchedBy(Selection.of("tpe"))
            .parameter("other", new IntUniform(1, 5))
            .runCap(9)
            .warmStart(false, earlier.id())
            .build();

    assertThat(sweeps.run(spec).runs().values()).containsExactly(5);
    assertThat(SearchSpace.of(spec).has(Map.of("other", 5L))).isTrue();
    assertThat(SearchSpace.of(spec).has(Map.of("other", 6L))).isFalse();
    assertThat(SearchSpace.of(spec).has(Map.of("other", 5L, "rate", 0.1))).isFalse();
    assertThat(SearchSpace.of(spec).has(Map.of())).isFalse();
  }

  @Test
  void start_onASweepThatSaysNothing_isRefusedInWordsAndRecordsNothing() {
    Sweep accuracy =
        recorded(new Objective("val_accuracy", Goal.MAXIMIZE, null), "ab".repeat(32), 100);
    Sweep images = recorded(new Objective("val_loss", Goal.MINIMIZE, null), "cd".repeat(32), 100);
    Sweep fewer = recorded(new Objective("val_loss", Goal.MINIMIZE, null), "ab".repeat(32), 50);
    Sweep empty = recorded(new Objective("val_loss", Goal.MINIMIZE, null), "ab".repeat(32), 100);
    int before = sweeps.store.sweeps().size();

    refused("no-such", "warm_start needs a recorded sweep, found no-such");
    refused(
        accuracy.id(),
        "warm_start needs a sweep with the metric val_loss MINIMIZE, found test with val_accuracy"
            + " MAXIMIZE");
    refused(
        images.id(),
        "warm_start needs a sweep on the same images, SHA-256 %s, found test with %s"
            .formatted("ab".repeat(32), "cd".repeat(32)));
    refused(
        fewer.id(),
        "warm_start needs a sweep on as many images, 100 to train on and 20 to validate with, found"
            + " test with 50 to train on and 20 to validate with");
    refused(
        empty.id(),
        "warm_start needs a sweep with runs of cnn that have ended, found none in test");
    assertThat(sweeps.store.sweeps()).hasSize(before);
  }

  private static void refused(String sweep, String message) {
    SweepSpec spec = tpe().runCap(3).warmStart(false, sweep).build();
    assertThatThrownBy(() -> sweeps.runner().start(SweepFixture.SOURCE, spec, List.of()).await())
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private static Sweep recorded(Objective metric, String sha256, int trainImages) {
    SweepSpec spec = tpe().runCap(1).build();
    SweepSpec measured =
        new SweepSpec(
            spec.title(),
            spec.dataset(),
            spec.model(),
            spec.search(),
            spec.seed(),
            metric,
            spec.thresholds(),
            spec.training(),
            spec.execution());
    DatasetInfo dataset =
        new DatasetInfo("quadratic", sha256, trainImages, 20, 10, 1, 1, 1, List.of("no", "yes"));
    return sweeps.store.createSweep(
        NewSweep.of(SweepFixture.SOURCE, measured, dataset, 1), Owner.ofThisProcess());
  }
}
