package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Predictions;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CorrectedAccuracyTest {
  private static final int IMAGES = 1_000;

  /** Runs whose networks have each image right with the probability that is theirs. */
  private static final class Sampled {
    final List<Run> runs = new ArrayList<>();
    final Map<String, ImagePredictions> predictions = new HashMap<>();
    private final Random random;

    Sampled(long seed) {
      random = new Random(seed);
    }

    Sampled add(double accuracy, boolean knowsRight) {
      BitSet right = new BitSet();
      IntStream.range(0, IMAGES).filter(i -> random.nextDouble() < accuracy).forEach(right::set);
      int[] places = IntStream.range(0, IMAGES).map(i -> 3 * i).toArray();
      int[] none = new int[IMAGES];
      double measured = right.cardinality() / (double) IMAGES;
      Run run = Samples.run(runs.size() + 1, Map.of(), Map.of("val_accuracy", measured));
      runs.add(run);
      predictions.put(
          run.id(),
          new ImagePredictions(Part.VALIDATION, 1, places, none, none, knowsRight ? right : null));
      return this;
    }

    Optional<CorrectedAccuracy> corrected() {
      Predictions recorded = (id, part) -> Optional.ofNullable(predictions.get(id));
      return CorrectedAccuracy.of(sweep(), runs, recorded);
    }

    Sweep sweep() {
      return Samples.sweep(SweepStatus.FINISHED, runs);
    }
  }

  @Test
  void of_manyEqualRuns_takesBackWhatChoosingTheLuckiestAdded() {
    double flattered = 0;
    double corrected = 0;
    int sweeps = 6;
    for (int seed = 1; seed <= sweeps; seed++) {
      Sampled sampled = new Sampled(seed);
      IntStream.range(0, 40).forEach(i -> sampled.add(0.95, true));
      CorrectedAccuracy found = sampled.corrected().orElseThrow();
      flattered += (found.accuracy() - 0.95) / sweeps;
      corrected += (found.corrected() - 0.95) / sweeps;
      assertThat(found.runs()).isEqualTo(40);
      assertThat(found.images()).isEqualTo(IMAGES);
    }

    assertThat(flattered).isBetween(0.008, 0.025);
    assertThat(corrected).isEqualTo(0, within(0.004));
  }

  @Test
  void of_oneThatIsFarBetter_hardlyChangesIt() {
    Sampled sampled = new Sampled(3);
    IntStream.range(0, 10).forEach(i -> sampled.add(0.8, true));
    CorrectedAccuracy found = sampled.add(0.97, true).corrected().orElseThrow();

    assertThat(found.best().number()).isEqualTo(11);
    assertThat(found.corrected()).isEqualTo(found.accuracy(), within(0.001));
    assertThat(sampled.corrected()).as("the same each time").contains(found);
  }

  @Test
  void of_sweepsThatTellTooLittle_isNone() {
    assertThat(new Sampled(1).add(0.9, true).corrected()).as("one run").isEmpty();
    assertThat(new Sampled(1).add(0.9, false).add(0.9, false).corrected())
        .as("no labels")
        .isEmpty();
    Sampled sampled = new Sampled(1).add(0.9, true).add(0.9, true);
    Sweep byLoss =
        Samples.sweep(
            SweepStatus.FINISHED, new Objective("val_loss", Goal.MINIMIZE, null), sampled.runs, 10);
    Predictions recorded = (id, part) -> Optional.ofNullable(sampled.predictions.get(id));
    assertThat(CorrectedAccuracy.of(byLoss, sampled.runs, recorded)).as("by loss").isEmpty();
  }
}
