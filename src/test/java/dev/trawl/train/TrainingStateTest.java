package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.EarlyStopping;
import dev.trawl.sweep.TrainingSpec.ReduceLr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
  private static final String VAL_LOSS = "val_loss";

  private static TrainingSpec spec(
      int epochs, @Nullable EarlyStopping stop, @Nullable ReduceLr reduce) {
    return new TrainingSpec(epochs, stop, reduce, null, CheckpointRetention.BEST, null);
  }

  private static TrainingState after(TrainingState state, TrainingSpec spec, double loss) {
    return state.after(spec, Map.of(VAL_LOSS, loss), loss, false);
  }

  @Test
  void ended_withEarlyStopping_afterPatienceEpochsWithoutImprovement() {
    TrainingSpec spec = spec(100, new EarlyStopping(VAL_LOSS, 2, 0), null);
    TrainingState state = TrainingState.initial(1e-3);
    List<Boolean> ended = new ArrayList<>();
    for (double loss : new double[] {1.0, 0.9, 0.95, 0.8, 0.8, 0.81}) {
      state = after(state, spec, loss);
      ended.add(state.ended(spec));
    }
    assertThat(ended).containsExactly(false, false, false, false, false, true);
  }

  @Test
  void ended_withMinDelta_ignoresSmallGains() {
    TrainingSpec spec = spec(100, new EarlyStopping(VAL_LOSS, 1, 0.1), null);
    TrainingState state = after(after(TrainingState.initial(1), spec, 1.0), spec, 0.95);
    assertThat(state.ended(spec)).isTrue();
  }

  @Test
  void ended_anAccuracy_improvesUpwards() {
    TrainingSpec spec = spec(100, new EarlyStopping("val_accuracy", 1, 0), null);
    TrainingState state = TrainingState.initial(1);
    state = state.after(spec, Map.of("val_accuracy", 0.5), 0.5, true);
    state = state.after(spec, Map.of("val_accuracy", 0.6), 0.6, true);
    assertThat(state.ended(spec)).isFalse();
    assertThat(state.after(spec, Map.of("val_accuracy", 0.6), 0.6, false).ended(spec)).isTrue();
  }

  @Test
  void ended_atTheLastEpoch() {
    TrainingSpec spec = spec(2, null, null);
    TrainingState state = after(TrainingState.initial(1), spec, 1);
    assertThat(state.ended(spec)).isFalse();
    assertThat(after(state, spec, 1).ended(spec)).isTrue();
  }

  @Test
  void learningRate_onAPlateau_isReducedEveryPatienceEpochsDownToItsLeast() {
    TrainingSpec spec = spec(100, null, new ReduceLr(VAL_LOSS, 0.5, 2, 0, 0.2));
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
    TrainingState state =
        new TrainingState(
            3,
            2,
            0.1 + 0.2,
            1e-3 / 3,
            new PatienceCounter(Math.PI, 1),
            PatienceCounter.START,
            true);
    assertThat(TrainingState.fromJson(state.toJson())).isEqualTo(state);
  }

  @Test
  void fromJson_somethingElse_saysWhatItFound() {
    assertThatThrownBy(() -> TrainingState.fromJson("[]"))
        .isInstanceOf(TrainingException.class)
        .hasMessage("need a checkpoint's training state, found []");
  }
}
