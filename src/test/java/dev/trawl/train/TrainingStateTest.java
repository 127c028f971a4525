package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
  private static final String VAL_LOSS = "val_loss";

  private static TrainingSpec spec(int epochs, Selection... rules) {
    return new TrainingSpec(epochs, List.of(rules), null, CheckpointRetention.BEST, null);
  }

  private static TrainingState after(TrainingState state, TrainingSpec spec, double loss) {
    return state.after(EpochSettings.RULES.chosen(spec), Map.of(VAL_LOSS, loss), loss, false);
  }

  private static boolean ended(TrainingState state, TrainingSpec spec) {
    return state.ended(spec.epochs(), EpochSettings.RULES.chosen(spec));
  }

  @Test
  void ended_withEarlyStopping_afterPatienceEpochsWithoutImprovement() {
    TrainingSpec spec = spec(100, EpochSettings.earlyStopping(VAL_LOSS, 2, 0));
    TrainingState state = TrainingState.initial(1e-3);
    List<Boolean> ended = new ArrayList<>();
    for (double loss : new double[] {1.0, 0.9, 0.95, 0.8, 0.8, 0.81}) {
      state = after(state, spec, loss);
      ended.add(ended(state, spec));
    }
    assertThat(ended).containsExactly(false, false, false, false, false, true);
  }

  @Test
  void ended_withMinDelta_ignoresSmallGains() {
    TrainingSpec spec = spec(100, EpochSettings.earlyStopping(VAL_LOSS, 1, 0.1));
    TrainingState state = after(after(TrainingState.initial(1), spec, 1.0), spec, 0.95);
    assertThat(ended(state, spec)).isTrue();
  }

  @Test
  void ended_anAccuracy_improvesUpwards() {
    TrainingSpec spec = spec(100, EpochSettings.earlyStopping("val_accuracy", 1, 0));
    TrainingState state = TrainingState.initial(1);
    state = state.after(EpochSettings.RULES.chosen(spec), Map.of("val_accuracy", 0.5), 0.5, true);
    state = state.after(EpochSettings.RULES.chosen(spec), Map.of("val_accuracy", 0.6), 0.6, true);
    assertThat(ended(state, spec)).isFalse();
    assertThat(
            ended(
                state.after(
                    EpochSettings.RULES.chosen(spec), Map.of("val_accuracy", 0.6), 0.6, false),
                spec))
        .isTrue();
  }

  @Test
  void ended_atTheLastEpoch() {
    TrainingSpec spec = spec(2);
    TrainingState state = after(TrainingState.initial(1), spec, 1);
    assertThat(ended(state, spec)).isFalse();
    assertThat(ended(after(state, spec, 1), spec)).isTrue();
  }

  @Test
  void learningRate_onAPlateau_isReducedEveryPatienceEpochsDownToItsLeast() {
    TrainingSpec spec = spec(100, EpochSettings.reduceLr(VAL_LOSS, 0.5, 2, 0, 0.2));
    TrainingState state = TrainingState.initial(1);
    List<Double> rates = new ArrayList<>();
    for (double loss : new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1}) {
      state = after(state, spec, loss);
      rates.add(state.learningRate());
    }
    assertThat(rates).containsExactly(1.0, 1.0, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2);
  }

  @Test
  void json_writtenAndRead_isTheSameToTheLastBit() {
    TrainingSpec spec =
        spec(
            9,
            EpochSettings.earlyStopping(VAL_LOSS, 2, 0),
            EpochSettings.reduceLr(VAL_LOSS, 0.5, 2, 0, 1e-9));
    TrainingState state = after(TrainingState.initial(1e-3 / 3), spec, 0.1 + 0.2);
    TrainingState read = TrainingState.fromJson(state.toJson());
    assertThat(read).isEqualTo(state);
    assertThat(after(read, spec, 0.4)).isEqualTo(after(state, spec, 0.4));
  }

  @Test
  void fromJson_ofABuildWithoutVersions_goesOnWithItsRules() {
    TrainingSpec spec = spec(100, EpochSettings.earlyStopping(VAL_LOSS, 3, 0));
    String written =
        """
        {"epoch":2,"best_epoch":1,"best_value":0.5,"learning_rate":0.001,\
        "early_stopping":{"best":0.5,"waited":1},"reduce_lr":{"best":"NaN","waited":0},\
        "diverged":false}\
        """;
    TrainingState state = TrainingState.fromJson(written);
    assertThat(ended(after(state, spec, 0.6), spec)).isFalse();
    assertThat(ended(after(after(state, spec, 0.6), spec, 0.6), spec)).isTrue();
  }

  @Test
  void fromJson_somethingElse_saysWhatItFound() {
    assertThatThrownBy(() -> TrainingState.fromJson("[]"))
        .isInstanceOf(TrainingException.class)
        .hasMessage("need a checkpoint's training state, found []");
  }
}
