package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.ChannelOrder;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TestCatalogs;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SweepFilesPropertyTest {
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");
  private static final List<String> SHIPPED =
      List.of("tiny", "mnist-quick", "mnist-random", "mnist-grid");

  @Property(tries = 200)
  void read_anyValidSpec_isReadBackEqual(@ForAll("specs") SweepSpec spec) throws Exception {
    SweepSpec read = TestCatalogs.spec(YamlWriter.write(spec));

    assertThat(read).isEqualTo(spec);
    assertThat(read.search().parameters().keySet())
        .containsExactlyElementsOf(spec.search().parameters().keySet());
  }

  @Property(tries = 600)
  void read_shippedFileWithMutatedBytes_isValidOrHasLocatedProblems(
      @ForAll("files") String file, @ForAll long seed) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of("sweeps", file + ".yaml"));
    Random random = new Random(seed);
    for (int i = random.nextInt(8); i >= 0; i--) {
      byte[] likely = "\t\n -:{}[],&*!|>'\"%@#<?0e.".getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
    }
    check(new String(bytes, StandardCharsets.UTF_8));
  }

  @Property(tries = 300)
  void read_shippedFileWithMutatedLines_isValidOrHasLocatedProblems(
      @ForAll("files") String file, @ForAll long seed) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("sweeps", file + ".yaml")));
    Random random = new Random(seed);
    for (int i = random.nextInt(5); i >= 0; i--) {
      int from = random.nextInt(lines.size());
      int to = random.nextInt(lines.size());
      switch (random.nextInt(4)) {
        case 0 -> lines.set(from, "");
        case 1 -> lines.add(to, lines.get(from));
        case 2 -> Collections.swap(lines, from, to);
        default -> lines.set(to, "  ".repeat(random.nextInt(3)) + lines.get(from).strip());
      }
    }
    check(String.join("\n", lines));
  }

  @Property(tries = 200)
  void read_anyText_isValidOrHasLocatedProblems(@ForAll String text) {
    check(text);
  }

  @Property(tries = 200)
  void read_anyOverride_isValidOrHasLocatedProblems(
      @ForAll("keys") String key, @ForAll String value) throws IOException {
    String text = Files.readString(Path.of("sweeps/tiny.yaml"));
    try {
      assertThat(TestCatalogs.spec(text, key + "=" + value).search().parameters()).isNotEmpty();
    } catch (InvalidSweepException e) {
      assertThat(e.problems()).isNotEmpty().allSatisfy(SweepFilesPropertyTest::isLocated);
    }
  }

  private static void check(String text) {
    try {
      assertThat(TestCatalogs.spec(text).search().parameters()).isNotEmpty();
    } catch (InvalidSweepException e) {
      long lines = LINE_BREAK.splitAsStream(text).count() + 2;
      assertThat(e.problems())
          .isNotEmpty()
          .allSatisfy(SweepFilesPropertyTest::isLocated)
          .allSatisfy(problem -> assertThat((long) problem.line()).isLessThanOrEqualTo(lines));
    }
  }

  private static void isLocated(Problem problem) {
    assertThat(problem.line()).isPositive();
    assertThat(problem.column()).isPositive();
    assertThat(problem.found()).isNotBlank();
    assertThat(problem.expected()).isNotBlank();
    assertThat(problem.toString()).doesNotContain("org.yaml");
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(SHIPPED);
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.of(
        "name", "seed", "dataset", "dataset.train_limit", "training.epochs", "parameters.l2", "");
  }

  @Provide
  Arbitrary<SweepSpec> specs() {
    Arbitrary<DatasetSpec> datasets =
        Combinators.combine(
                Arbitraries.of(true, false),
                real(0.01, 0.99),
                Arbitraries.integers().between(1, 60_000).injectNull(0.5),
                Arbitraries.integers().between(1, 10_000).injectNull(0.5),
                Arbitraries.of(ChannelOrder.class).injectNull(0.5),
                Arbitraries.of("cat", "a dog", "3", "null", "#")
                    .list()
                    .uniqueElements()
                    .ofMaxSize(4))
            .as(
                (named, split, train, test, channels, labels) ->
                    new DatasetSpec(
                        named ? "mnist" : null,
                        named ? null : "a: folder",
                        split,
                        train,
                        test,
                        channels,
                        labels));
    Arbitrary<TrainingSpec> trainings =
        Combinators.combine(
                Arbitraries.integers().between(1, 100),
                rules(),
                augmentation().injectNull(0.5),
                Arbitraries.integers().between(0, 9).map(CheckpointRetention::new),
                Arbitraries.longs().between(1, 100_000_000).map(Duration::ofMillis).injectNull(0.5))
            .as(TrainingSpec::new);
    return Combinators.combine(
            Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).filter(s -> !s.isBlank()),
            datasets,
            Arbitraries.longs(),
            Arbitraries.integers().between(1, 1000),
            objectives(),
            thresholds(),
            parameters(),
            trainings)
        .as(
            (name, dataset, seed, cap, metric, thresholds, parameters, training) ->
                new SweepSpec(
                    new Title(
                        name,
                        cap % 2 == 0 ? null : "# a \"description\"\nof two lines",
                        cap % 3 == 0 ? null : "project"),
                    dataset,
                    "cnn",
                    new SearchSpec(
                        Selection.of(cap % 5 == 0 && isEnumerable(parameters) ? "grid" : "random"),
                        null,
                        parameters,
                        cap),
                    seed,
                    metric,
                    thresholds,
                    training,
                    new ExecutionSpec(cap % 7 == 0 ? null : cap, cap % 4, cap)));
  }

  private static boolean isEnumerable(Map<String, Distribution> parameters) {
    return parameters.values().stream().allMatch(each -> each.size().orElse(10_001) <= 10_000);
  }

  /** In the order of the register. */
  private static Arbitrary<List<Selection>> rules() {
    return Combinators.combine(earlyStopping().optional(0.5), reduceLr().optional(0.5))
        .as((stop, reduce) -> Stream.of(stop, reduce).flatMap(Optional::stream).toList());
  }

  private static Arbitrary<Selection> earlyStopping() {
    return Combinators.combine(
            Arbitraries.of(Objective.METRICS), Arbitraries.integers().between(1, 9), real(0, 0.1))
        .as(
            (monitor, patience, minDelta) ->
                new Selection(
                    "early_stopping",
                    Map.of("monitor", monitor, "patience", patience, "min_delta", minDelta)));
  }

  private static Arbitrary<Selection> reduceLr() {
    return Combinators.combine(
            Arbitraries.of(Objective.METRICS),
            real(0.01, 0.99),
            Arbitraries.integers().between(1, 9),
            real(0, 0.1),
            real(0, 0.001))
        .as(
            (monitor, factor, patience, minDelta, minLr) ->
                new Selection(
                    "reduce_lr",
                    Map.of(
                        "monitor", monitor,
                        "factor", factor,
                        "patience", patience,
                        "min_delta", minDelta,
                        "min_lr", minLr)));
  }

  private static Arbitrary<Augmentation> augmentation() {
    return Combinators.combine(real(0, 180), real(0, 0.999), real(0, 0.999)).as(Augmentation::new);
  }

  private static Arbitrary<Objective> objectives() {
    return Combinators.combine(
            Arbitraries.of(Objective.METRICS),
            Arbitraries.of(Goal.values()),
            real(0, 1).injectNull(0.5))
        .as(Objective::new);
  }

  private static Arbitrary<List<Double>> thresholds() {
    return real(0.001, 1)
        .set()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(set -> set.stream().sorted().toList());
  }

  private static Arbitrary<Map<String, Distribution>> parameters() {
    Map<String, Arbitrary<Distribution>> all = new LinkedHashMap<>();
    Arbitrary<Long> filters = Arbitraries.longs().between(1, 1024);
    Arbitrary<List<Long>> lists = filters.list().ofMinSize(1).ofMaxSize(3);
    all.put("filters", Arbitraries.oneOf(constant(lists), categorical(lists)));
    all.put("batch_size", integers());
    all.put("dense_units", integers());
    all.put("dropout", reals(0.95));
    all.put("l2", reals(1));
    all.put("learning_rate", range(1e-8, 10, pair -> new LogUniformValues(pair[0], pair[1])));
    return Arbitraries.of(all.keySet())
        .set()
        .ofMinSize(1)
        .flatMap(
            names -> {
              Arbitrary<Map<String, Distribution>> space = Arbitraries.just(new LinkedHashMap<>());
              for (String name : names) {
                Arbitrary<Distribution> one = Objects.requireNonNull(all.get(name));
                space = Combinators.combine(space, one).as((map, found) -> with(map, name, found));
              }
              return space;
            });
  }

  private static Map<String, Distribution> with(
      Map<String, Distribution> map, String name, Distribution distribution) {
    Map<String, Distribution> more = new LinkedHashMap<>(map);
    more.put(name, distribution);
    return more;
  }

  private static Arbitrary<Distribution> integers() {
    Arbitrary<Long> values = Arbitraries.longs().between(1, 4096);
    return Arbitraries.oneOf(
        constant(values),
        categorical(values),
        range(1, 2048, pair -> new IntUniform((long) pair[0], (long) pair[1] + 1)),
        range(64, 2048, pair -> new QUniform(pair[0], pair[1], 32, true)));
  }

  private static Arbitrary<Distribution> reals(double max) {
    Arbitrary<Double> values = real(0, max);
    return Arbitraries.oneOf(
        constant(values),
        categorical(values),
        range(0, max, pair -> new Uniform(pair[0], pair[1])),
        range(0, 0.9, pair -> new QUniform(pair[0], pair[1], 0.05, false)));
  }

  private static <T> Arbitrary<Distribution> constant(Arbitrary<T> values) {
    return values.map(Constant::new);
  }

  private static <T> Arbitrary<Distribution> categorical(Arbitrary<T> values) {
    return values.list().ofMinSize(1).ofMaxSize(4).map(list -> new Categorical(List.copyOf(list)));
  }

  private static Arbitrary<Distribution> range(
      double min, double max, Function<double[], Distribution> make) {
    return real(min, max)
        .list()
        .ofSize(2)
        .map(
            pair ->
                new double[] {
                  Math.min(pair.get(0), pair.get(1)), Math.max(pair.get(0), pair.get(1))
                })
        .filter(pair -> pair[0] < pair[1])
        .map(make);
  }

  private static Arbitrary<Double> real(double min, double max) {
    return Arbitraries.doubles().between(min, max).ofScale(9);
  }
}
