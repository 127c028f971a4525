package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.TrainingSpec;
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

  /** Those among which the settings' are. */
  abstract EpochRules rules();

  /** Settings that make each of the rules act within nine epochs. */
  abstract List<Selection> settings();

  private ChosenRules chosen(Selection settings) {
    return rules()
        .chosen(new TrainingSpec(99, List.of(settings), null, CheckpointRetention.BEST, null));
  }

  private TrainingState after(TrainingState state, Selection settings, int epoch) {
    double loss = LOSSES[epoch];
    Map<String, Double> metrics = Map.of("val_loss", loss, "val_accuracy", 1 - loss);
    return state.after(chosen(settings), metrics, loss, false);
  }

  private List<String> states(Selection settings, TrainingState from) {
    List<String> states = new ArrayList<>();
    TrainingState state = from;
    for (int epoch = from.epoch(); epoch < LOSSES.length; epoch++) {
      state = after(state, settings, epoch);
      states.add(state.toJson() + state.ended(99, chosen(settings)));
    }
    return states;
  }

  private TrainingState trained(Selection settings, int epochs) {
    TrainingState state = TrainingState.initial(1e-3 / 3);
    for (int epoch = 0; epoch < epochs; epoch++) {
      state = after(state, settings, epoch);
    }
    return state;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void after_goingOnFromAnyCheckpoint_isTheSameAsWithoutIt(Selection settings) {
    List<String> whole = states(settings, TrainingState.initial(1e-3 / 3));
    for (int epoch = 1; epoch < LOSSES.length; epoch++) {
      TrainingState read = TrainingState.fromJson(trained(settings, epoch).toJson());
      assertThat(states(settings, read)).isEqualTo(whole.subList(epoch, whole.size()));
    }
  }

  /** Or its settings here say nothing of what it does. */
  @ParameterizedTest
  @MethodSource("settings")
  void after_someEpochs_actsAtLeastOnce(Selection settings) {
    TrainingState last = trained(settings, LOSSES.length);
    boolean ended = last.ended(99, chosen(settings));
    assertThat(ended || last.learningRate() != 1e-3 / 3).isTrue();
    assertThat(last.learningRate()).isPositive().isFinite();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void after_aCheckpointOfAnotherVersion_isRefusedByName(Selection settings) {
    EpochRule<?> rule = chosen(settings).rules().get(0).rule();
    String written = trained(settings, 2).toJson();
    String version = "\"%s\":{\"version\":%d".formatted(rule.name(), rule.version());
    assertThat(written).contains(version);
    int later = rule.version() + 1;
    String other = "\"%s\":{\"version\":%d".formatted(rule.name(), later);
    TrainingState state = TrainingState.fromJson(written.replace(version, other));
    assertThatThrownBy(() -> after(state, settings, 2))
        .isInstanceOf(TrainingException.class)
        .hasMessage(
            "%s: need a checkpoint's state of version %d, found %d"
                .formatted(rule.name(), rule.version(), later));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void after_aCheckpointWithoutTheRule_beginsAnew(Selection settings) {
    TrainingState bare = TrainingState.fromJson(TrainingState.initial(1e-3 / 3).toJson());
    assertThat(after(bare, settings, 0)).isEqualTo(trained(settings, 1));
  }
}
