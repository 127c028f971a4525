package dev.trawl.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class PlotAxisTest {
  @Test
  void ticks_haveFewDigits() {
    PlotAxis linear = new PlotAxis("", 0.83, 0.991, false, false, PlotAxis::number);
    PlotAxis log = new PlotAxis("", 3e-4, 0.2, true, false, PlotAxis::number);

    assertThat(linear.ticks().stream().map(PlotAxis::number))
        .containsExactly("0.85", "0.9", "0.95");
    assertThat(PlotAxis.counting("epoch", new double[] {1, 3}).ticks())
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(log.ticks()).containsExactly(1e-3, 1e-2, 1e-1);
  }

  @Test
  void values_ofManyDigits_fitBesideTheAxis() {
    assertThat(PlotAxis.number(999_000)).isEqualTo("999,000");
    assertThat(PlotAxis.number(5_200_000)).isEqualTo("5.2 M");
    assertThat(PlotAxis.number(-5_200_300)).isEqualTo("-5.2003 M");
    assertThat(ReportText.axis("bytes_up").apply(4_877_200)).isEqualTo("4.9 MB");
  }

  @Test
  void robust_ofValuesWithAFewFarOff_isThatOfTheOthers() {
    double[] values =
        DoubleStream.concat(
                DoubleStream.iterate(0.9, x -> x + 0.001).limit(90),
                DoubleStream.of(2e7, Double.NaN))
            .toArray();

    PlotAxis axis = PlotAxis.robust("", values, PlotAxis::number);

    assertThat(axis.to()).isLessThan(1.01);
    assertThat(SweepCharts.beyond(values, axis)).startsWith("1 far from the others is");
  }

  @Test
  void over_oneValue_hasRoomAroundIt() {
    assertThat(PlotAxis.over("", new double[] {5}, false, PlotAxis::number).share(5))
        .isEqualTo(0.5, within(1e-9));
    assertThat(PlotAxis.over("", new double[] {5, 0}, true, PlotAxis::number).share(5))
        .isEqualTo(0.5, within(1e-9));
  }

  @Test
  void ticks_ofTheLeastAndTheGreatestNumbers_areFew() {
    double[][] ends = {
      {0, Double.MIN_VALUE},
      {Double.MIN_VALUE, Double.MAX_VALUE},
      {-Double.MAX_VALUE, Double.MAX_VALUE},
      {1, Math.nextUp(1.0)},
      {Double.MAX_VALUE, Double.MAX_VALUE}
    };
    for (double[] values : ends) {
      for (boolean log : new boolean[] {false, true}) {
        PlotAxis axis =
            PlotAxis.over(
                "",
                log ? DoubleStream.of(values).map(Math::abs).toArray() : values,
                log,
                PlotAxis::number);
        assertThat(axis.ticks())
            .hasSizeLessThan(10)
            .allMatch(tick -> Double.isFinite(tick) && axis.contains(tick));
        assertThat(axis.share(values[1])).isBetween(0.0, 1.0);
      }
    }
  }
}
