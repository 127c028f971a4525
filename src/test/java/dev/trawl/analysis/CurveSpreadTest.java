package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Metric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CurveSpreadTest {
  private static Metric at(int step, double value) {
    return new Metric(Metric.VAL_LOSS, value, step, Instant.EPOCH);
  }

  @Test
  void lines_ofHundredRuns_areTheNearestRanks() {
    List<List<Metric>> curves = new ArrayList<>();
    for (int run = 1; run <= 100; run++) {
      curves.add(List.of(at(1, run), at(2, run == 100 ? Double.NaN : -run)));
    }
    List<CurveSpread> lines = CurveSpread.of(curves);
    assertThat(lines).extracting(CurveSpread::share).containsExactly(0.05, 0.25, 0.5, 0.75, 0.95);
    assertThat(lines)
        .extracting(line -> line.points().get(0).value())
        .containsExactly(5.0, 25.0, 50.0, 75.0, 95.0);
    assertThat(lines.get(2).points().get(1)).isEqualTo(new CurveSpread.Point(2, -50));
  }

  @Test
  void lines_stepsOfFewRuns_areLeftOut() {
    List<List<Metric>> curves = new ArrayList<>();
    for (int run = 1; run <= 5; run++) {
      curves.add(run == 1 ? List.of(at(1, run)) : List.of(at(1, run), at(2, run)));
    }
    assertThat(CurveSpread.of(curves))
        .allSatisfy(
            line ->
                assertThat(line.points()).extracting(CurveSpread.Point::step).containsExactly(1L));
    assertThat(CurveSpread.of(curves.subList(0, 4))).isEmpty();
  }
}
