package dev.trawl.search.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Job;
import dev.trawl.search.Promotion;
import dev.trawl.search.Pruner;
import dev.trawl.search.PrunerContract;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Selection;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RungRank;
import dev.trawl.track.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AshaTest extends PrunerContract {
  @Override
  protected Searches searches() {
    return Searches.standard();
  }

  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.random().stoppedBy(new Selection("asha", Map.of("min_iter", 1, "eta", 3.0)));
  }

  private final Pruner pruner = searches().pruner(spec().build());

  private Optional<Promotion> promotion(Trial... trials) {
    return pruner.promote(new Job(60, 50), () -> List.of(trials));
  }

  private Optional<Promotion> last(Trial... trials) {
    return pruner.finish(new Job(60, 50), () -> List.of(trials));
  }

  private static Trial paused(int run, double... values) {
    return Trials.of(run, RunStatus.PAUSED, values);
  }

  @Test
  void judge_aRung_pausesHoweverGoodARunIs() {
    List<Trial> others = List.of(paused(1, 0.5), paused(2, 0.6));
    Trial best = Trials.of(50, RunStatus.RUNNING, 0.1);

    assertThat(pruner.judge(new Job(60, 50), best, 1, () -> others))
        .isEqualTo(new Verdict.Pause(new RungRank(1, 0.1, 0.1, 1, 3)));
    assertThat(
            pruner.judge(
                new Job(60, 50), Trials.of(50, RunStatus.RUNNING, 0.1, 0.1), 2, () -> others))
        .isEqualTo(Verdict.CONTINUE);
  }

  @Test
  void promote_tooFewAtARung_hasNone() {
    assertThat(promotion(paused(1, 0.5), paused(2, 0.6))).isEmpty();
    assertThat(promotion(paused(1, 0.5), paused(2, 0.4), paused(3, 0.6)))
        .contains(new Promotion(2, new RungRank(1, 0.4, 0.4, 1, 3)));
  }

  @Test
  void promote_oneThatWentOn_keepsItsPlace() {
    Trial gone = Trials.of(2, RunStatus.RUNNING, 0.4);

    assertThat(promotion(paused(1, 0.5), gone, paused(3, 0.6))).isEmpty();
    assertThat(
            promotion(
                paused(1, 0.5), gone, paused(3, 0.6), paused(4, 7), paused(5, 8), paused(6, 9)))
        .map(Promotion::run)
        .contains(1);
  }

  @Test
  void promote_severalRungs_takesTheHighest() {
    Trial[] trials = {
      paused(1, 0.1), paused(2, 0.4, 0.3, 0.3), paused(3, 0.5, 0.4, 0.4), paused(4, 0.6, 0.5, 0.5)
    };

    assertThat(promotion(trials)).contains(new Promotion(2, new RungRank(3, 0.3, 0.3, 1, 3)));
  }

  @Test
  void promote_valuesThatAreNoNumber_areWorstAndNeverGoOn() {
    double nan = Double.NaN;

    assertThat(promotion(paused(1, nan), paused(2, 0.9), paused(3, nan)))
        .map(Promotion::run)
        .contains(2);
    assertThat(promotion(paused(1, nan), paused(2, nan), paused(3, nan))).isEmpty();
    assertThat(last(paused(1, nan), paused(2, nan), paused(3, nan))).isEmpty();
  }

  @Test
  void finish_withoutAFinishedRun_takesTheBestOfTheHighestRung() {
    Trial[] trials = {paused(1, 0.1), paused(2, 0.4, 0.3, 0.3), paused(3, 0.5, 0.2, 0.2)};

    assertThat(last(trials)).map(Promotion::run).contains(3);
    assertThat(last(paused(1, 0.1), Trials.of(2, RunStatus.FINISHED, 0.4, 0.3))).isEmpty();
  }
}
