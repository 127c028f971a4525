package dev.trawl.search.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Job;
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
import org.junit.jupiter.api.Test;

class MedianStoppingTest extends PrunerContract {
  private static final List<Trial> FOUR =
      List.of(
          Trials.of(1, RunStatus.FINISHED, 0.9, 0.1),
          Trials.of(2, RunStatus.FINISHED, 0.9, 0.2),
          Trials.of(3, RunStatus.FINISHED, 0.9, 0.4),
          Trials.of(4, RunStatus.FINISHED, 0.9, Double.NaN),
          Trials.of(5, RunStatus.PRUNED, 0.9, 0.05),
          Trials.of(6, RunStatus.FINISHED, 0.9));

  @Override
  protected Searches searches() {
    return Searches.standard();
  }

  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.random()
        .stoppedBy(new Selection("median", Map.of("min_iter", 2, "min_runs", 4)));
  }

  private final Pruner pruner = searches().pruner(spec().build());

  private Verdict judge(List<Trial> others, double... values) {
    Trial run = Trials.of(50, RunStatus.RUNNING, values);
    return pruner.judge(new Job(60, 50), run, values.length, () -> others);
  }

  @Test
  void judge_anEvenNumber_stopsWhatIsWorseThanTheMiddleOfTheFinished() {
    double median = (0.2 + 0.4) / 2;

    assertThat(judge(FOUR, 0.9, median)).isEqualTo(Verdict.CONTINUE);
    assertThat(judge(FOUR, 0.1, 0.31))
        .isEqualTo(Verdict.Stop.pruned(new RungRank(2, 0.31, median, 3, 5)));
  }

  @Test
  void judge_noNumber_isWorst() {
    assertThat(judge(FOUR, 0.1, Double.NaN)).isInstanceOf(Verdict.Stop.class);
  }

  @Test
  void judge_beforeItsTime_goesOn() {
    assertThat(judge(FOUR, 99)).isEqualTo(Verdict.CONTINUE);
    assertThat(judge(FOUR.subList(1, 6), 99, 99)).isEqualTo(Verdict.CONTINUE);
  }
}
