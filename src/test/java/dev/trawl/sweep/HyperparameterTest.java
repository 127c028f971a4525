package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trawl.search.Searches;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.train.EpochRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Texts of a fixed list, and true or false, in a sweep file; numbers are in SweepMessagesTest. */
class HyperparameterTest {
  private static final Map<String, Hyperparameter> KNOWN = new LinkedHashMap<>();

  static {
    Stream.of(
            Hyperparameter.choice("activation", List.of("relu", "tanh", "on"), "relu", ""),
            Hyperparameter.flag("batch_norm", false, ""))
        .forEach(each -> KNOWN.put(each.name(), each));
  }

  private static final ParameterCatalog CATALOG =
      new ParameterCatalog() {
        @Override
        public Set<String> models() {
          return Set.of("m");
        }

        @Override
        public Map<String, Hyperparameter> parameters(String model) {
          return KNOWN;
        }
      };

  private static SweepSpec read(String parameters, String... overrides)
      throws InvalidSweepException {
    String text =
        """
        dataset: mnist
        model: m
        method: grid
        metric: {name: val_accuracy}
        parameters:
        """
            + parameters.indent(2);
    return new SweepFiles(
            () -> Set.of("mnist"), CATALOG, Searches.standard(), EpochRules.standard())
        .read(new SweepSource("x.yaml", text, List.of(overrides)))
        .spec();
  }

  private static Stream<String> problems(String parameters) {
    return catchThrowableOfType(InvalidSweepException.class, () -> read(parameters))
        .problems()
        .stream()
        .map(Problem::toString);
  }

  @Test
  void choiceAndFlag_inAFile_keepTheirTypes() throws InvalidSweepException {
    assertThat(
            read("""
            activation: {values: [tanh, "relu", on]}
            batch_norm: {values: [true, no]}
            """)
                .search()
                .parameters())
        .containsEntry("activation", new Categorical(List.of("tanh", "relu", "on")))
        .containsEntry("batch_norm", new Categorical(List.of(true, false)));
    assertThat(
            read(
                    "activation: {value: relu}",
                    "parameters.activation.value=tanh",
                    "parameters.batch_norm.value=true")
                .search()
                .parameters())
        .containsEntry("activation", new Constant("tanh"))
        .containsEntry("batch_norm", new Constant(true));
  }

  @Test
  void choiceAndFlag_ofAnotherValue_areRefusedInPlaceWithTheNearest() {
    assertThat(
            problems(
                """
                activation: {values: [relu, tahn, 3]}
                batch_norm: {values: [ture, 1, "true"]}
                """))
        .containsExactly(
            "x.yaml:6:31: found \"tahn\", expected one of relu, tanh, on for activation (did you"
                + " mean tanh?)",
            "x.yaml:6:37: found 3, expected one of relu, tanh, on for activation",
            "x.yaml:7:25: found \"ture\", expected true or false for batch_norm (did you mean"
                + " true?)",
            "x.yaml:7:31: found 1, expected true or false for batch_norm",
            "x.yaml:7:34: found \"true\", expected true or false for batch_norm (did you mean"
                + " true?)");
  }

  @Test
  void choiceAndFlag_asARange_areRefused() {
    assertThat(
            problems(
                """
                activation: {min: 0, max: 2}
                batch_norm: {min: 0, max: 1}
                """))
        .containsExactly(
            "x.yaml:6:15: found a range, expected value or values for activation, which is one of"
                + " relu, tanh, on",
            "x.yaml:7:15: found a range, expected value or values for batch_norm, which is true or"
                + " false");
  }

  @Test
  void choice_withADefaultThatIsNone_isRefused() {
    assertThatThrownBy(() -> Hyperparameter.choice("a", List.of("x"), "y", ""))
        .hasMessage("a: need one of [x] as its default, found y");
    assertThatThrownBy(() -> Hyperparameter.choice("a", List.of(), "y", ""))
        .hasMessage("a: need choices for a choice alone, found [] for the type CHOICE");
  }
}
