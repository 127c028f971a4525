package dev.trawl.search.tpe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.Imputation.Value;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SplitTest {

  /** With a value for each epoch from 1 on. */
  private static Trial trial(int run, RunStatus status, double... values) {
    TreeMap<Integer, Double> byEpoch = new TreeMap<>();
    for (double value : values) {
      byEpoch.put(byEpoch.size() + 1, value);
    }
    return new Trial(run, Map.of("x", (long) run), status, byEpoch);
  }

  private static List<Integer> runs(List<Trial> trials) {
    return trials.stream().map(Trial::run).toList();
  }

  @Test
  void good_areAboutASeventhAndAtMost25() {
    List<Trial> trials = new ArrayList<>();
    int[] counts = new int[201];
    for (int run = 1; run <= 200; run++) {
      trials.add(trial(run, RunStatus.FINISHED, run));
      counts[run] = Split.of(trials, Goal.MINIMIZE, Imputation.DEFAULT).good().size();
    }

    assertThat(counts[1]).isEqualTo(1);
    assertThat(counts[10]).isEqualTo(2);
    assertThat(counts[20]).isEqualTo(3);
    assertThat(counts[21]).isEqualTo(4);
    assertThat(counts[200]).isEqualTo(25);
  }

  @Test
  void finishedRuns_weighByTheirLeadOverTheBestOfTheBad() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= 14; run++) {
      trials.add(trial(run, RunStatus.FINISHED, run == 9 ? 0.5 : run == 4 ? 0.25 : run, 99));
    }
    Split split = Split.of(trials, Goal.MINIMIZE, Imputation.DEFAULT);

    assertThat(runs(split.good())).containsExactly(1, 4, 9);
    assertThat(split.goodWeights()).containsExactly(1.0, 1.75, 1.5);
    assertThat(split.bad()).hasSize(11);
    assertThat(split.measured()).isEqualTo(14);
    assertThat(runs(Split.of(trials, Goal.MAXIMIZE, Imputation.DEFAULT).good()))
        .containsExactly(1, 2, 3);
  }

  @Test
  void equalRuns_areTakenByNumberAndWeighTheSame() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 20; run >= 1; run--) {
      trials.add(trial(run, RunStatus.FINISHED, 3));
    }
    Split split = Split.of(trials, Goal.MINIMIZE, Imputation.DEFAULT);

    assertThat(runs(split.good())).containsExactly(1, 2, 3);
    assertThat(split.goodWeights()).containsOnly(split.goodWeights().get(0));
    assertThat(split.goodWeights().get(0)).isPositive();
  }

  /** Finished, then by how far they came, then by the value there. */
  @Test
  void endedRuns_comeAfterFinishedOnes_byRungAndValue() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= 18; run++) {
      trials.add(trial(run, RunStatus.PRUNED, 0.1 * run));
    }
    trials.add(trial(19, RunStatus.PAUSED, 9, 9, 0.8));
    trials.add(trial(20, RunStatus.PRUNED, 9, 9, 0.7));
    trials.add(trial(21, RunStatus.KILLED, 9, 9, 0.9));
    assertThat(runs(Split.of(trials, Goal.MINIMIZE, Imputation.DEFAULT).good()))
        .containsExactly(1, 19, 20, 21);

    trials.add(trial(22, RunStatus.FINISHED, 7));
    trials.add(trial(23, RunStatus.RUNNING, 9, 9, 0.1));
    Split split = Split.of(trials, Goal.MINIMIZE, Imputation.DEFAULT);
    assertThat(runs(split.good())).containsExactly(19, 20, 22, 23);
    assertThat(split.goodWeights()).containsOnly(1.0);
  }

  @Test
  void runsWithoutANumber_areBad() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= 10; run++) {
      trials.add(trial(run, RunStatus.FINISHED, run));
    }
    trials.add(trial(11, RunStatus.FAILED, -5));
    trials.add(trial(12, RunStatus.RUNNING));
    trials.add(trial(13, RunStatus.FINISHED, Double.NaN));
    trials.add(trial(14, RunStatus.FINISHED, Double.NEGATIVE_INFINITY));
    trials.add(trial(15, RunStatus.PRUNED, -5, Double.NaN));
    trials.add(new Trial(16, Map.of(), RunStatus.FAILED, new TreeMap<>()));
    Split split = Split.of(trials, Goal.MINIMIZE, Imputation.DEFAULT);

    assertThat(split.measured()).isEqualTo(10);
    assertThat(runs(split.good())).containsExactly(1, 2);
    assertThat(split.bad()).hasSize(14);
  }

  @Test
  void failedRun_countsByTheValueThatTheFileImputes() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 2; run <= 7; run++) {
      trials.add(trial(run, RunStatus.FINISHED, 5 + run));
    }
    trials.add(0, trial(1, RunStatus.FAILED, 9, 1, 20, Double.NaN));

    assertThat(split(trials, Value.WORST, null).good()).doesNotContain(trials.get(0));
    assertThat(split(trials, Value.WORST, null).measured()).isEqualTo(6);
    assertThat(runs(split(trials, Value.BEST, null).good())).containsExactly(1, 2);
    assertThat(split(trials, Value.LATEST, null).good()).doesNotContain(trials.get(0));
    assertThat(split(trials, Value.LATEST, null).measured()).isEqualTo(7);
  }

  @Test
  void runningRun_countsByItsRungUnlessTheFileImputesAnotherValue() {
    List<Trial> trials = new ArrayList<>();
    for (int run = 2; run <= 7; run++) {
      trials.add(trial(run, RunStatus.FINISHED, 5 + run));
    }
    trials.add(0, trial(1, RunStatus.RUNNING, 1, 20));

    assertThat(runs(split(trials, Value.WORST, Value.BEST).good())).containsExactly(1, 2);
    assertThat(split(trials, Value.WORST, Value.WORST).measured()).isEqualTo(6);
    assertThat(split(trials, Value.WORST, null).measured()).isEqualTo(7);
    assertThat(split(trials, Value.WORST, null).good()).doesNotContain(trials.get(0));
  }

  private static Split split(List<Trial> trials, Value failed, @Nullable Value running) {
    return Split.of(trials, Goal.MINIMIZE, new Imputation(failed, running));
  }
}
