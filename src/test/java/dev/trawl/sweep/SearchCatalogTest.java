package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Methods and stopping rules with keys of their own, which the reader checks. */
class SearchCatalogTest {
  private static final Setting<Integer> START = Setting.integer("start_up", 1).or(10);
  private static final Setting<String> KERNEL = Setting.choice("kernel", List.of("wide", "narrow"));
  private static final Setting<Double> ETA = Setting.number("eta", Limits.above(1)).or(3.0);
  private static final Setting<Integer> MIN = Setting.integer("min_iter", 1).optional();
  private static final Setting<Integer> MAX = Setting.integer("max_iter", 1).optional();
  private static final Setting<Boolean> STRICT = Setting.flag("strict").or(true);

  private static final SearchCatalog CATALOG =
      new SearchCatalog() {
        @Override
        public List<Method> methods() {
          return List.of(method("grid", true), method("model", false, START, KERNEL));
        }

        @Override
        public List<Rule> stoppingRules() {
          return List.of(new Bands());
        }
      };

  private static SearchCatalog.Method method(
      String name, boolean enumerates, Setting<?>... settings) {
    return new SearchCatalog.Method() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean enumerates() {
        return enumerates;
      }

      @Override
      public List<Setting<?>> settings() {
        return List.of(settings);
      }
    };
  }

  private static final class Bands implements SearchCatalog.Rule {
    @Override
    public String name() {
      return "bands";
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of(MIN, MAX, ETA, STRICT);
    }

    @Override
    public Optional<String> objection(Selection chosen) {
      return chosen.find(MIN).isPresent() == chosen.find(MAX).isPresent()
          ? Optional.of("either min_iter or max_iter")
          : Optional.empty();
    }
  }

  private static SweepSpec read(String keys) throws InvalidSweepException {
    SweepFiles files =
        new SweepFiles(() -> Set.of("mnist"), TestCatalogs.models(), CATALOG, List::of);
    String text = keys + "\nparameters: {dropout: {values: [0, 0.5]}}\ndataset: mnist\n";
    return files.read(new SweepSource("x.yaml", text, List.of())).spec();
  }

  private static List<String> problems(String keys) {
    InvalidSweepException invalid =
        catchThrowableOfType(InvalidSweepException.class, () -> read(keys));
    return invalid.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void method_alone_hasItsName() throws Exception {
    assertThat(read("method: grid").search().method()).isEqualTo(Selection.of("grid"));
  }

  @Test
  void method_withSettings_hasThemAndDefaults() throws Exception {
    Selection method = read("method: {name: model, kernel: wide}\nrun_cap: 3").search().method();

    assertThat(method.get(KERNEL)).isEqualTo("wide");
    assertThat(method.get(START)).isEqualTo(10);
  }

  @Test
  void method_requiredSettingLeftOut_isLocated() {
    assertThat(problems("method: model\nrun_cap: 3"))
        .containsExactly("x.yaml:1:9: found no key kernel, expected one, such as kernel: wide");
  }

  @Test
  void method_wrongSettings_areEachLocatedWithTheNearestName() {
    assertThat(
            problems(
                """
                run_cap: 3
                method:
                  name: model
                  kernel: wid
                  startup: 5
                  start_up: 0\
                """))
        .containsExactly(
            "x.yaml:4:11: found \"wid\", expected wide or narrow (did you mean wide?)",
            "x.yaml:5:3: found the key startup, expected one of name, start_up, kernel"
                + " (did you mean start_up?)",
            "x.yaml:6:13: found 0, expected an integer of at least 1");
  }

  @Test
  void method_unknown_namesThoseThatThereAre() {
    assertThat(problems("method: gird"))
        .containsExactly("x.yaml:1:9: found \"gird\", expected grid or model (did you mean grid?)");
    assertThat(problems("method: {nam: grid}"))
        .contains("x.yaml:1:9: found no key name, expected one, such as name: grid");
  }

  @Test
  void method_thatDoesNotEnumerate_needsAnEnd() {
    assertThat(problems("method: {name: model, kernel: wide}"))
        .containsExactly(
            "x.yaml:1:9: found method model without an end, expected run_cap, such as run_cap: 24,"
                + " a budget, such as budget: 10m, or a target of the metric");
  }

  @Test
  void earlyTerminate_withSettings_hasThemAndDefaults() throws Exception {
    SweepSpec spec = read("method: grid\nearly_terminate: {type: bands, min_iter: 3, eta: 2}");
    Selection rule = Objects.requireNonNull(spec.search().earlyTermination());

    assertThat(rule.find(MIN)).contains(3);
    assertThat(rule.find(MAX)).isEmpty();
    assertThat(rule.get(ETA)).isEqualTo(2.0);
    assertThat(rule.get(STRICT)).isTrue();
  }

  @Test
  void earlyTerminate_leftOut_isNone() throws Exception {
    assertThat(read("method: grid").search().earlyTermination()).isNull();
  }

  @Test
  void earlyTerminate_settingsThatDontFitTogether_areAProblem() {
    assertThat(problems("method: grid\nearly_terminate: {type: bands, min_iter: 3, max_iter: 9}"))
        .singleElement()
        .asString()
        .startsWith("x.yaml:2:18: found bands with ")
        .endsWith(", expected either min_iter or max_iter");
  }

  @Test
  void earlyTerminate_wrongTypeAndKeys_areLocated() {
    assertThat(problems("method: grid\nearly_terminate: {type: band, eta: 1}"))
        .containsExactly(
            "x.yaml:2:25: found \"band\", expected bands, hyperband, asha or median"
                + " (did you mean bands?)");
    assertThat(problems("method: grid\nearly_terminate: {type: bands, min_iter: 1, eta: 1}"))
        .containsExactly("x.yaml:2:50: found 1, expected a number above 1");
    assertThat(problems("method: grid\nearly_terminate: bands"))
        .containsExactly("x.yaml:2:18: found \"bands\", expected a mapping such as {type: bands}");
  }

  @Test
  void earlyTerminate_typeThatNobodyImplements_isNotSupportedYet() {
    assertThat(problems("method: grid\nearly_terminate: {type: asha}"))
        .containsExactly(
            "x.yaml:2:18: found early_terminate of the type asha,"
                + " expected a type of bands: asha is not supported yet");
  }

  @Test
  void earlyTerminate_typesOfTheSchema_haveTheirSettingsAndDefaults() throws Exception {
    Selection hyperband = rule("{type: hyperband, max_iter: 27, s: 2}");
    Selection asha = rule("{type: asha}");
    Selection median = rule("{type: median, min_iter: 4}");

    assertThat(hyperband.find(EarlyTermination.MIN_ITER)).isEmpty();
    assertThat(hyperband.find(EarlyTermination.MAX_ITER)).contains(27);
    assertThat(hyperband.find(EarlyTermination.BRACKETS)).contains(2);
    assertThat(hyperband.get(EarlyTermination.ETA)).isEqualTo(3.0);
    assertThat(hyperband.get(EarlyTermination.STRICT)).isTrue();
    assertThat(asha.get(EarlyTermination.MIN_ITER)).isEqualTo(1);
    assertThat(asha.get(EarlyTermination.AUDIT)).isZero();
    assertThat(median.get(EarlyTermination.MIN_ITER)).isEqualTo(4);
    assertThat(median.get(EarlyTermination.MIN_RUNS)).isEqualTo(5);
  }

  private static Selection rule(String rule) throws InvalidSweepException {
    SearchCatalog types =
        new SearchCatalog() {
          @Override
          public List<? extends Method> methods() {
            return CATALOG.methods();
          }

          @Override
          public List<Rule> stoppingRules() {
            return EarlyTermination.TYPES;
          }
        };
    String text =
        """
        method: grid
        early_terminate: %s
        parameters: {dropout: {value: 0.5}}
        dataset: mnist
        """
            .formatted(rule);
    SweepFiles files =
        new SweepFiles(() -> Set.of("mnist"), TestCatalogs.models(), types, List::of);
    SweepSpec spec = files.read(new SweepSource("x.yaml", text, List.of())).spec();
    return Objects.requireNonNull(spec.search().earlyTermination());
  }

  @Test
  void method_bayes_isTpeWhereACatalogHasIt() throws Exception {
    SearchCatalog tpe =
        new SearchCatalog() {
          @Override
          public List<Method> methods() {
            return List.of(method("tpe", false));
          }

          @Override
          public List<Rule> stoppingRules() {
            return List.of();
          }
        };
    SweepFiles files = new SweepFiles(() -> Set.of("mnist"), TestCatalogs.models(), tpe, List::of);
    String text =
        "method: bayes\nrun_cap: 3\nlag: 2\nparameters: {dropout: {value: 0.5}}\ndataset: mnist\n";

    SweepFiles.Checked checked = files.read(new SweepSource("x.yaml", text, List.of()));

    assertThat(checked.spec().search().method()).isEqualTo(Selection.of("tpe"));
    assertThat(checked.spec().search().lag()).isEqualTo(2);
    assertThat(checked.warnings()).isEmpty();
  }

  /** It looks at a setting that a file has to have. */
  private static final class Hold implements Selectable {
    private static final Setting<Integer> LONG = Setting.integer("long", 1);

    @Override
    public String name() {
      return "hold";
    }

    @Override
    public List<Setting<?>> settings() {
      return List.of(LONG);
    }

    @Override
    public Optional<String> objection(Selection chosen) {
      return chosen.get(LONG) > 9 ? Optional.of("long of at most 9") : Optional.empty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{long: 10} | found hold with long: 10, expected long of at most 9",
        "{long: 0} | found 0, expected an integer of at least 1",
        "{wide: 3} | found no key long, expected one, such as long: 1"
      })
  void objection_settingThatIsMissingOrWrong_isNotAskedFor(String rule, String problem) {
    SweepFiles files =
        new SweepFiles(
            () -> Set.of("mnist"), TestCatalogs.models(), CATALOG, () -> List.of(new Hold()));
    String text =
        "method: grid\ntraining: {epochs: 1, hold: %s}\n".formatted(rule)
            + "parameters: {dropout: {values: [0, 0.5]}}\ndataset: mnist\n";

    InvalidSweepException invalid =
        catchThrowableOfType(
            InvalidSweepException.class,
            () -> files.read(new SweepSource("x.yaml", text, List.of())));

    assertThat(invalid.problems().stream().map(Problem::toString))
        .anyMatch(found -> found.endsWith(problem))
        .noneMatch(found -> found.contains("hold with") && !problem.contains("hold with"));
  }
}
