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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HyperbandTest extends PrunerContract {
  private static final Map<String, Object> FROM_TWO =
      Map.of("min_iter", 2, "eta", 2.0, "strict", true);

  @Override
  protected Searches searches() {
    return Searches.standard();
  }

  @Override
  protected SpecBuilder spec() {
    return stopped(FROM_TWO);
  }

  private static SpecBuilder stopped(Map<String, Object> values) {
    return SpecBuilder.random().stoppedBy(new Selection("hyperband", values));
  }

  private static Pruner pruner(Map<String, Object> values) {
    return Searches.standard().pruner(stopped(values).build());
  }

  private static Verdict judge(Pruner pruner, List<Trial> others, Trial run) {
    return pruner.judge(new Job(60, 50), run, run.values().lastKey(), () -> others);
  }

  /** At which of the first epochs a run is stopped that is worse than four others. */
  private static List<Integer> bands(Map<String, Object> values, int epochs) {
    double[] good = new double[epochs];
    double[] bad = new double[epochs];
    Arrays.fill(bad, 1);
    List<Trial> others =
        IntStream.rangeClosed(1, 4)
            .mapToObj(run -> Trials.of(run, RunStatus.FINISHED, good))
            .toList();
    return IntStream.rangeClosed(1, epochs)
        .filter(
            epoch ->
                judge(
                        pruner(values),
                        others,
                        Trials.of(50, RunStatus.RUNNING, Arrays.copyOf(bad, epoch)))
                    != Verdict.CONTINUE)
        .boxed()
        .toList();
  }

  @Test
  void bands_fromEitherEnd_areThoseOfTheSchema() {
    assertThat(bands(Map.of("min_iter", 3, "eta", 3.0, "strict", true), 30))
        .containsExactly(3, 9, 27);
    assertThat(bands(Map.of("max_iter", 27, "s", 2, "eta", 3.0, "strict", true), 30))
        .containsExactly(3, 9);
    assertThat(bands(Map.of("max_iter", 20, "s", 9, "eta", 3.0, "strict", true), 30))
        .containsExactly(2, 6);
    assertThat(bands(Map.of("min_iter", 1, "eta", 1.5, "strict", true), 12))
        .containsExactly(1, 2, 3, 5, 7, 11);
  }

  @Test
  void judge_anyValues_stopsWhatIsWorseThanTheSortedValueAtItsShare() {
    Random random = new Random(7);
    for (double eta : new double[] {1.5, 2, 3, 4}) {
      Pruner pruner = pruner(Map.of("min_iter", 1, "eta", eta, "strict", true));
      for (int count = 0; count < 12; count++) {
        List<Trial> others = new ArrayList<>();
        for (int run = 1; run <= count; run++) {
          others.add(Trials.of(run, RunStatus.FINISHED, random.nextInt(6)));
        }
        double value = random.nextInt(6);
        double[] all =
            DoubleStream.concat(
                    others.stream().mapToDouble(trial -> trial.values().get(1)),
                    DoubleStream.of(value))
                .sorted()
                .toArray();
        double threshold = all[(int) (1 / eta * all.length)];

        Verdict verdict = judge(pruner, others, Trials.of(50, RunStatus.RUNNING, value));

        assertThat(verdict != Verdict.CONTINUE).isEqualTo(value > threshold);
        if (verdict instanceof Verdict.Stop stop) {
          int rank = (int) Arrays.stream(all).filter(one -> one < value).count() + 1;
          assertThat(stop.rank()).isEqualTo(new RungRank(1, value, threshold, rank, all.length));
        }
      }
    }
  }

  @Test
  void judge_valuesThatAreNotFinite_countAsNoIteration() {
    List<Trial> others =
        List.of(
            Trials.of(1, RunStatus.FINISHED, 0.1, 0.1),
            Trials.of(2, RunStatus.FINISHED, Double.NaN, 0.2, Double.POSITIVE_INFINITY, 0.2),
            Trials.of(3, RunStatus.FAILED, Double.NaN, Double.NaN));

    assertThat(judge(pruner(FROM_TWO), others, Trials.of(50, RunStatus.RUNNING, 9, Double.NaN)))
        .isEqualTo(Verdict.CONTINUE);
    assertThat(judge(pruner(FROM_TWO), others, Trials.of(50, RunStatus.RUNNING, 9, Double.NaN, 9)))
        .isEqualTo(Verdict.Stop.pruned(new RungRank(2, 9, 0.2, 3, 3)));
    assertThat(judge(pruner(FROM_TWO), others, Trials.of(50, RunStatus.RUNNING, 9, 9, Double.NaN)))
        .isEqualTo(Verdict.CONTINUE);
  }

  @Test
  void judge_notStrict_takesTheBestSoFar() {
    List<Trial> others =
        List.of(
            Trials.of(1, RunStatus.FINISHED, 0.9, 0.3), Trials.of(2, RunStatus.FINISHED, 0.9, 0.4));
    Trial run = Trials.of(50, RunStatus.RUNNING, 0.35, 0.8);

    assertThat(judge(pruner(FROM_TWO), others, run)).isInstanceOf(Verdict.Stop.class);
    assertThat(judge(pruner(Map.of("min_iter", 2, "eta", 2.0, "strict", false)), others, run))
        .isEqualTo(Verdict.CONTINUE);
  }
}
