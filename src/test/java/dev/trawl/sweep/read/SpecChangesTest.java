package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.TestCatalogs;
import dev.trawl.sweep.read.SpecChanges.Change;
import dev.trawl.sweep.yaml.InvalidSweepException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecChangesTest {
  private static final String FILE =
      """
      dataset: mnist
      method: random
      run_cap: 24
      parameters:
        optimizer: {values: [adam, sgd]}
        momentum: {min: 0.8, max: 0.95, when: {optimizer: sgd}}
        dropout: {min: 0.0, max: 0.5}
      """;

  private static List<Change> of(String... changes) throws InvalidSweepException {
    SweepSource source = new SweepSource("x.yaml", FILE, List.of("run_cap=30"));
    return SpecChanges.of(TestCatalogs.sweepFiles(), source, List.of(changes));
  }

  private static List<String> problems(String... changes) {
    return catchThrowableOfType(InvalidSweepException.class, () -> of(changes)).problems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void changes_ofKeysThatMayChange_sayWhatWasBefore() throws Exception {
    assertThat(
            of(
                "run_cap=40",
                "workers=4",
                "training.timeout=2m",
                "parameters.dropout.max=0.6",
                "parameters.optimizer.values=[adam, sgd, nesterov]"))
        .containsExactly(
            new Change("run_cap", "30", "40"),
            new Change("workers", "", "4"),
            new Change("training.timeout", "", "2m"),
            new Change("parameters.dropout.max", "0.5", "0.6"),
            new Change("parameters.optimizer.values", "[adam, sgd]", "[adam, sgd, nesterov]"));
    assertThat(of("parameters.dropout={min: 0.1, max: 0.2}"))
        .containsExactly(
            new Change("parameters.dropout", "{min: 0.0, max: 0.5}", "{min: 0.1, max: 0.2}"));
  }

  @Test
  void changes_thatCannotBe_areAllSaidInPlace() {
    assertThat(problems("seed=3", "runcap=4"))
        .containsExactly(
            "seed=3:1:1: found a change of seed, expected one of run_cap, budget, workers,"
                + " training.timeout, or a parameter's range, such as parameters.dropout.max",
            "runcap=4:1:1: found a change of runcap, expected one of run_cap, budget,"
                + " workers, training.timeout, or a parameter's range, such as"
                + " parameters.dropout.max (did you mean run_cap?)");
    assertThat(problems("run_cap"))
        .singleElement()
        .asString()
        .startsWith("run_cap:1:1: found \"run_cap\", expected key=value: one of run_cap");
    assertThat(problems("run_cap=none", "parameters.dropout.max=-1.0"))
        .anySatisfy(each -> assertThat(each).startsWith("run_cap=none:1:9: found \"none\""))
        .anySatisfy(
            each -> assertThat(each).endsWith("found min 0.0 with max -1.0, expected min < max"));
    assertThat(problems("run_cap=null")).singleElement().asString().contains("without an end");
    assertThat(problems("parameters.l2={min: 0.0, max: 0.1}", "parameters.dropuot.max=0.3"))
        .containsExactly(
            "parameters.l2={min: 0.0, max: 0.1}:1:1: found a change of parameters.l2, expected a"
                + " parameter of the sweep: optimizer, momentum, dropout",
            "parameters.dropuot.max=0.3:1:1: found a change of parameters.dropuot, expected a"
                + " parameter of the sweep: optimizer, momentum, dropout (did you mean dropout?)");
    assertThat(problems("parameters.dropout.when={optimizer: sgd}"))
        .singleElement()
        .asString()
        .contains("found other parameters or conditions than the sweep has");
    assertThat(problems("parameters.momentum.when={optimizer: adam}")).isNotEmpty();
  }
}
