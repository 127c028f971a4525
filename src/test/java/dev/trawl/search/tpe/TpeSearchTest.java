package dev.trawl.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Beginning;
import dev.trawl.search.Coordinate;
import dev.trawl.search.CoordinateGroup;
import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.ProposerContract;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.search.SimulatedSweep;
import dev.trawl.search.SpecBuilder;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.Selection;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TpeSearchTest extends ProposerContract {
  private static final int RUNS = 40;

  @Override
  protected SpecBuilder spec() {
    return tpe().seed(7);
  }

  private static SpecBuilder tpe() {
    return SpecBuilder.searchedBy(new Selection("tpe", Map.of()));
  }

  /** Of every kind. */
  private static SpecBuilder everyKind(long seed) {
    return tpe()
        .seed(seed)
        .parameter("fixed", new Constant(8L))
        .parameter("filters", new Categorical(List.of(List.of(16L, 32L), List.of(32L, 64L))))
        .parameter("units", new IntUniform(1, 1000))
        .parameter("wide", new IntUniform(Long.MIN_VALUE, Long.MAX_VALUE))
        .parameter("dropout", new Uniform(0, 0.5))
        .parameter("l2", new QUniform(0.1, 0.5, 0.1, false))
        .parameter("batch", new QUniform(16, 128, 16, true))
        .parameter("rate", new LogUniformValues(1e-4, 1e-2));
  }

  private static double number(Map<String, Object> point, String name) {
    return ((Number) point.getOrDefault(name, Double.NaN)).doubleValue();
  }

  private static double loss(Map<String, Object> point) {
    return Math.abs(number(point, "units") - 300) / 1000
        + Math.abs(number(point, "l2") - 0.3)
        + Math.abs(Math.log10(number(point, "rate")) + 3);
  }

  private static List<Map<String, Object>> points(List<Trial> trials) {
    return trials.stream().map(Trial::parameters).toList();
  }

  @Property(tries = 15)
  void proposals_ofEveryKind_lieInTheSpaceAndDiffer(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int lag) {
    SpecBuilder spec = everyKind(seed);
    List<Coordinate> coordinates = SearchSpace.of(spec.build()).coordinates();

    List<Trial> trials = SimulatedSweep.run(spec.build(), TpeSearchTest::loss, RUNS, lag);

    assertThat(trials).hasSize(RUNS);
    assertThat(points(trials)).doesNotHaveDuplicates();
    for (Map<String, Object> point : points(trials)) {
      assertThat(point)
          .containsOnlyKeys("fixed", "filters", "units", "wide", "dropout", "l2", "batch", "rate")
          .containsEntry("fixed", 8L);
      for (Coordinate coordinate : coordinates) {
        assertThat(coordinate.cell(point.getOrDefault(coordinate.name(), "")))
            .as("%s of %s", coordinate.name(), point)
            .isPresent();
      }
    }
    assertThat(SimulatedSweep.run(spec.build(), TpeSearchTest::loss, RUNS, lag)).isEqualTo(trials);
    assertThat(SimulatedSweep.run(everyKind(~seed).build(), TpeSearchTest::loss, RUNS, lag))
        .isNotEqualTo(trials);
  }

  /** What the runs after the 20th come to is known to the jobs from 20 + lag + 1 on. */
  @Property(tries = 10)
  void proposals_onOtherResultsFromOneOn_areTheSameUntilTheLagAfterIt(
      @ForAll @IntRange(min = 1, max = 8) int lag) {
    List<Map<String, Object>> one =
        points(SimulatedSweep.run(everyKind(3).build(), TpeSearchTest::loss, RUNS, lag));
    AtomicInteger run = new AtomicInteger();
    ToDoubleFunction<Map<String, Object>> turned =
        point -> run.incrementAndGet() <= 20 ? loss(point) : -100 + loss(point);
    List<Map<String, Object>> other =
        points(SimulatedSweep.run(everyKind(3).build(), turned, RUNS, lag));

    assertThat(other.subList(0, 20 + lag)).isEqualTo(one.subList(0, 20 + lag));
    assertThat(other).isNotEqualTo(one);
  }

  @Test
  void proposals_ofMaximising_areThoseOfMinimisingTheNegative() {
    SearchSpace space = SearchSpace.of(everyKind(5).build());
    List<Trial> trials = SimulatedSweep.run(everyKind(5).build(), TpeSearchTest::loss, RUNS, 1);
    List<Trial> negated = new ArrayList<>();
    for (Trial trial : trials) {
      TreeMap<Integer, Double> values = new TreeMap<>();
      trial.values().forEach((epoch, value) -> values.put(epoch, -value));
      negated.add(new Trial(trial.run(), trial.parameters(), trial.status(), values));
    }
    Job job = new Job(RUNS + 1, RUNS + 1);

    assertThat(
            new TpeProposer(
                    space, space.groups(), Goal.MAXIMIZE, Imputation.DEFAULT, 5, Beginning.NOTHING)
                .next(job, () -> negated))
        .isEqualTo(
            new TpeProposer(
                    space, space.groups(), Goal.MINIMIZE, Imputation.DEFAULT, 5, Beginning.NOTHING)
                .next(job, () -> trials));
  }

  /** Random search would fail every second time, and one that forgets failures nearly always. */
  @Test
  void proposals_whereHalfTheSpaceFails_keepOutOfIt() {
    int failures = 0;
    for (int seed = 1; seed <= 5; seed++) {
      SpecBuilder spec =
          tpe().seed(seed).parameter("x", new Uniform(0, 1)).parameter("y", new Uniform(0, 1));
      Proposer proposer =
          new TpeSearch().proposer(spec.build(), Selection.of("tpe"), Beginning.NOTHING);
      List<Trial> trials = new ArrayList<>();
      for (int run = 1; run <= 80; run++) {
        Map<String, Object> point =
            ((Proposal.Start) proposer.next(new Job(run, run), () -> trials)).parameters();
        boolean fails = number(point, "x") > 0.5;
        failures += fails && run > 40 ? 1 : 0;
        trials.add(
            new Trial(
                run,
                point,
                fails ? RunStatus.FAILED : RunStatus.FINISHED,
                new TreeMap<>(Map.of(1, fails ? 0 : Math.abs(number(point, "y") - 0.4)))));
      }
    }

    assertThat(failures).isLessThan(200 * 3 / 10);
  }

  /** The same number of layers is best for one model and worst for the other. */
  @Test
  void proposals_ofParametersUnderACondition_learnFromTheRunsThatHaveThem() {
    SearchSpace space =
        SearchSpace.of(
            tpe()
                .parameter("model", new Categorical(List.of("cnn", "resnet")))
                .parameter("layers", new IntUniform(0, 99))
                .build());
    List<CoordinateGroup> groups =
        List.of(
            new CoordinateGroup(List.of(0), point -> true),
            new CoordinateGroup(List.of(1), point -> "resnet".equals(point.get("model"))));
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= 60; run++) {
      boolean resnet = run % 2 == 0;
      long layers = run * 37L % 100;
      trials.add(
          new Trial(
              run,
              resnet ? Map.of("model", "resnet", "layers", layers) : Map.of("model", "cnn"),
              RunStatus.FINISHED,
              new TreeMap<>(Map.of(1, resnet ? Math.abs(layers - 80) / 100.0 : 0.5))));
    }
    History history = () -> trials;
    TpeProposer proposer =
        new TpeProposer(space, groups, Goal.MINIMIZE, Imputation.DEFAULT, 9, Beginning.NOTHING);
    List<Map<String, Object>> proposed = new ArrayList<>();
    for (int run = 61; run <= 80; run++) {
      proposed.add(((Proposal.Start) proposer.next(new Job(run, run), history)).parameters());
    }

    assertThat(proposed)
        .filteredOn(point -> "resnet".equals(point.get("model")))
        .hasSizeGreaterThan(15);
    assertThat(proposed)
        .filteredOn(point -> "resnet".equals(point.get("model")))
        .extracting(point -> number(point, "layers"))
        .allSatisfy(layers -> assertThat(layers).isBetween(60.0, 99.0));
  }

  /** A tenth of the points is good; random search would find one in ten of them. */
  @Test
  void among_points_takesTheGoodOnesFirst() {
    SpecBuilder spec =
        tpe()
            .parameter("model", new Categorical(List.of("cnn", "resnet")))
            .parameter("rate", new LogUniformValues(1e-4, 1e-1));
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      points.add(
          Map.of("model", i % 2 == 0 ? "cnn" : "resnet", "rate", 1e-4 * Math.pow(10, i / 70.0)));
    }
    int good = 0;
    for (int seed = 1; seed <= 5; seed++) {
      Proposer proposer = Searches.standard().among(points, spec.seed(seed).build()).orElseThrow();
      List<Trial> trials = new ArrayList<>();
      for (int run = 1; run <= 50; run++) {
        Map<String, Object> point =
            ((Proposal.Start) proposer.next(new Job(run, run), () -> trials)).parameters();
        boolean isCnn = "cnn".equals(point.get("model"));
        double loss = Math.abs(Math.log10(number(point, "rate")) + 2) + (isCnn ? 1 : 0);
        good += loss < 0.3 ? 1 : 0; // of 21
        trials.add(new Trial(run, point, RunStatus.FINISHED, new TreeMap<>(Map.of(1, loss))));
      }
    }

    assertThat(good).isGreaterThan(5 * 15);
  }

  @Test
  void proposals_amongRunsOfAnotherSpace_ignoreTheirValues() {
    SpecBuilder spec = tpe().seed(1).parameter("x", new IntUniform(1, 50));
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= 30; run++) {
      trials.add(
          new Trial(
              run,
              Map.of("x", 100L + run, "y", "other"),
              RunStatus.FINISHED,
              new TreeMap<>(Map.of(1, (double) run))));
    }

    Proposal proposal =
        new TpeSearch()
            .proposer(spec.build(), Selection.of("tpe"), Beginning.NOTHING)
            .next(new Job(31, 31), () -> trials);
    assertThat(number(((Proposal.Start) proposal).parameters(), "x")).isBetween(1.0, 50.0);
  }
}
