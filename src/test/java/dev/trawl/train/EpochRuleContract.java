package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every epoch rule keeps; a test extends it and says which there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EpochRuleContract {
  /** Better, worse, the same, not a number: a run that gets nowhere after some epochs. */
  private static final double[] LOSSES = {1, 0.9, 0.95, Double.NaN, 0.9, 0.91, 0.92, 0.93, 0.94};

  /** The rules, of settings that make each of them act within nine epochs. */
  abstract List<EpochRule<?>> rules();

  private static TrainingState after(TrainingState state, EpochRule<?> rule, int epoch) {
    double loss = LOSSES[epoch];
    Map<String, Double> metrics = Map.of("val_loss", loss, "val_accuracy", 1 - loss);
    return state.after(new EpochRules(List.of(rule)), metrics, loss, false);
  }

  private static List<String> states(EpochRule<?> rule, TrainingState from) {
    List<String> states = new ArrayList<>();
    TrainingState state = from;
    for (int epoch = from.epoch(); epoch < LOSSES.length; epoch++) {
      state = after(state, rule, epoch);
      states.add(state.toJson() + state.ended(99, new EpochRules(List.of(rule))));
    }
    return states;
  }

  private static TrainingState trained(EpochRule<?> rule, int epochs) {
    TrainingState state = TrainingState.initial(1e-3 / 3);
    for (int epoch = 0; epoch < epochs; epoch++) {
      state = after(state, rule, epoch);
    }
    return state;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void after_goingOnFromAnyCheckpoint_isTheSameAsWithoutIt(EpochRule<?> rule) {
    List<String> whole = states(rule, TrainingState.initial(1e-3 / 3));
    for (int epoch = 1; epoch < LOSSES.length; epoch++) {
      TrainingState read = TrainingState.fromJson(trained(rule, epoch).toJson());
      assertThat(states(rule, read)).isEqualTo(whole.subList(epoch, whole.size()));
    }
  }

  /** Or its settings here say nothing of what it does. */
  @ParameterizedTest
  @MethodSource("rules")
  void after_someEpochs_actsAtLeastOnce(EpochRule<?> rule) {
    TrainingState last = trained(rule, LOSSES.length);
    boolean ended = last.ended(99, new EpochRules(List.of(rule)));
    assertThat(ended || last.learningRate() != 1e-3 / 3).isTrue();
    assertThat(last.learningRate()).isPositive().isFinite();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void after_aCheckpointOfAnotherVersion_isRefusedByName(EpochRule<?> rule) {
    String written = trained(rule, 2).toJson();
    String version = "\"%s\":{\"version\":%d".formatted(rule.name(), rule.version());
    assertThat(written).contains(version);
    int later = rule.version() + 1;
    String other = "\"%s\":{\"version\":%d".formatted(rule.name(), later);
    TrainingState state = TrainingState.fromJson(written.replace(version, other));
    assertThatThrownBy(() -> after(state, rule, 2))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "%s: need a checkpoint's state of version %d, found %d"
                .formatted(rule.name(), rule.version(), later));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void after_aCheckpointWithoutTheRule_beginsAnew(EpochRule<?> rule) {
    TrainingState bare = TrainingState.fromJson(TrainingState.initial(1e-3 / 3).toJson());
    assertThat(after(bare, rule, 0)).isEqualTo(trained(rule, 1));
  }
}
