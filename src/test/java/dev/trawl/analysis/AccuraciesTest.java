package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Interval;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AccuraciesTest {
  private static final List<Double> THRESHOLDS = List.of(0.98, 0.99);

  @Test
  void band_exactlyAtAThreshold_reachesIt() {
    assertThat(Accuracies.band(0.9799, THRESHOLDS)).isZero();
    assertThat(Accuracies.band(0.98, THRESHOLDS)).isEqualTo(1);
    assertThat(Accuracies.band(0.9899, THRESHOLDS)).isEqualTo(1);
    assertThat(Accuracies.band(0.99, THRESHOLDS)).isEqualTo(2);
    assertThat(Accuracies.band(Double.NaN, THRESHOLDS)).isZero();
  }

  @Test
  void bandName_eachBand_namesItsLimits() {
    assertThat(Accuracies.bandName(0, THRESHOLDS)).isEqualTo("below 98 %");
    assertThat(Accuracies.bandName(1, THRESHOLDS)).isEqualTo("98 to 99 %");
    assertThat(Accuracies.bandName(2, THRESHOLDS)).isEqualTo("99 % and above");
    assertThat(Accuracies.bandName(0, List.of(0.995))).isEqualTo("below 99.5 %");
    assertThat(Accuracies.bandName(0, List.of())).isEqualTo("any accuracy");
  }

  @Test
  void percent_ofWhatRoundsToNothing_hasNoSign() {
    assertThat(Accuracies.percent(-0.0)).isEqualTo("0.00 %");
    assertThat(Accuracies.percent(-4.9e-5)).isEqualTo("0.00 %");
    assertThat(Accuracies.percent(-5.1e-5)).isEqualTo("-0.01 %");
    assertThat(Accuracies.percent(5.1e-5)).isEqualTo("0.01 %");
    assertThat(Accuracies.percent(Double.NaN)).isEqualTo("NaN %");
  }

  @Test
  void threshold_wholeHundred_keepsItsZeros() {
    assertThat(Accuracies.threshold(1.0)).isEqualTo("100 %");
    assertThat(Accuracies.threshold(0.9)).isEqualTo("90 %");
  }

  @Test
  void intervals_run_haveEachAccuracyOnItsOwnImagesAndNothingElse() {
    var run =
        Samples.run(
            1,
            Map.of(),
            Map.of(
                "val_accuracy",
                0.99,
                "test_accuracy",
                0.99,
                "train_accuracy",
                Double.NaN,
                "val_loss",
                0.1));

    assertThat(Accuracies.intervals(run, Samples.sweep(SweepStatus.FINISHED, List.of(run))))
        .containsOnly(
            Map.entry("val_accuracy", Interval.wilson(11_880, 12_000)),
            Map.entry("test_accuracy", Interval.wilson(9_900, 10_000)));
  }
}
