package dev.trawl.search.finals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Interval;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FinalRoundTest {
  private static final Objective LOSS = new Objective("val_loss", Goal.MINIMIZE, null);
  private static final Objective ACCURACY = new Objective("val_accuracy", Goal.MAXIMIZE, null);

  private static Finalist ofValues(int number, double... values) {
    return new Finalist(
        number,
        DoubleStream.of(values).mapToObj(value -> new Finalist.Repeat(value, null)).toList());
  }

  private static List<FinalStanding> standings(List<FinalRound.Judged> judged) {
    return judged.stream().map(FinalRound.Judged::standing).toList();
  }

  private static double number(@Nullable Double value) {
    return Objects.requireNonNull(value);
  }

  private static Interval interval(FinalRound.Judged judged) {
    return Objects.requireNonNull(judged.standing().interval());
  }

  private static List<Integer> numbers(List<FinalRound.Judged> judged) {
    return judged.stream().map(each -> each.finalist().number()).toList();
  }

  @Test
  void judge_twoByValues_isThePairedTTestOverSeeds() {
    double[] better = {0.10, 0.14, 0.11, 0.13};
    double[] worse = {0.13, 0.15, 0.16, 0.14};
    List<FinalRound.Judged> judged =
        FinalRound.judge(LOSS, 2, List.of(ofValues(7, worse), ofValues(3, better)));

    double[] differences = IntStream.range(0, 4).mapToDouble(i -> worse[i] - better[i]).toArray();
    double mean = DoubleStream.of(differences).average().orElseThrow();
    double variance = DoubleStream.of(differences).map(d -> (d - mean) * (d - mean)).sum() / 3;
    double p = TDistribution.of(3).survivalProbability(mean / Math.sqrt(variance / 4));
    assertThat(numbers(judged)).containsExactly(3, 7);
    assertThat(judged.get(1).standing().p()).isEqualTo(p, within(1e-12));
    assertThat(judged.get(0).standing().best()).isEqualTo(1 - p, within(0.005));
    assertThat(number(judged.get(0).standing().best()) + number(judged.get(1).standing().best()))
        .isEqualTo(1, within(1e-12));
    assertThat(judged.get(0).standing().mean()).isEqualTo(0.12, within(1e-12));
    double half = 3.182446305 * Math.sqrt(0.001 / 3 / 4); // t of 3 degrees at 0.975
    assertThat(interval(judged.get(0)).low()).isEqualTo(0.12 - half, within(1e-9));
  }

  @Test
  void judge_pValues_areCorrectedForComparisonsAndRounds() {
    List<Finalist> three =
        List.of(ofValues(1, 0.1, 0.12), ofValues(2, 0.2, 0.23), ofValues(3, 0.31, 0.3));
    List<FinalStanding> once = standings(FinalRound.judge(LOSS, 2, three));
    List<FinalStanding> often = standings(FinalRound.judge(LOSS, 4, three));

    double third = number(once.get(2).p()) / 2; // the smallest of two
    assertThat(third).isLessThan(once.get(1).p());
    assertThat(often.get(1).p()).isEqualTo(3 * number(once.get(1).p()), within(1e-12));
    assertThat(often.get(2).p()).isEqualTo(6 * third, within(1e-12));
    assertThat(once.get(0).p()).isNull();
  }

  @Test
  void judge_firstRound_dropsOnlyWhoDidNotFinish() {
    List<FinalRound.Judged> judged =
        FinalRound.judge(
            ACCURACY,
            4,
            List.of(ofValues(1, Double.NaN), ofValues(2, 0.1), ofValues(3, 0.9), ofValues(4, 0.1)));

    assertThat(numbers(judged)).containsExactly(3, 2, 4, 1);
    assertThat(judged)
        .extracting(FinalRound.Judged::stays)
        .containsExactly(true, true, true, false);
    assertThat(judged.get(3).standing())
        .isEqualTo(new FinalStanding(1, 4, 4, 0, null, null, null, null));
    assertThat(judged.get(0).standing().interval()).isNull();
  }

  @Test
  void judge_withoutAnySpread_dropsWhatIsWorse() {
    List<FinalRound.Judged> judged =
        FinalRound.judge(
            ACCURACY, 2, List.of(ofValues(1, 0.5, 0.5), ofValues(2, 0.5, 0.5), ofValues(3, 0, 0)));

    assertThat(judged).extracting(FinalRound.Judged::stays).containsExactly(true, true, false);
    assertThat(standings(judged)).extracting(FinalStanding::best).containsExactly(0.5, 0.5, 0.0);
  }

  @Test
  void judge_oneCandidate_hasAMeanAndNoOneToBeComparedWith() {
    FinalRound.Judged judged =
        FinalRound.judge(ACCURACY, 3, List.of(ofValues(5, 0.9, 0.8, 1))).get(0);
    FinalStanding standing = judged.standing();

    assertThat(standing.mean()).isEqualTo(0.9, within(1e-12));
    assertThat(standing.p()).isNull();
    assertThat(standing.best()).isNull();
    assertThat(interval(judged).high()).isEqualTo(1);
  }

  /** Networks that err on hard images together, and each seed on others besides. */
  private static final class Images {
    private static final int COUNT = 1_000;
    private final double[] hardness = new double[COUNT];
    private final Random random;

    Images(Random random) {
      this.random = random;
      for (int i = 0; i < COUNT; i++) {
        hardness[i] = random.nextDouble() < 0.15 ? random.nextDouble() : 0.01;
      }
    }

    /** How many are expected right. */
    static double accuracy(double worse) {
      return 1 - (0.15 * 0.5 + 0.85 * 0.01) * (1 + worse);
    }

    Finalist.Repeat train(double worse, double seedShift) {
      BitSet right = new BitSet();
      for (int i = 0; i < COUNT; i++) {
        right.set(i, random.nextDouble() >= hardness[i] * (1 + worse + seedShift));
      }
      int[] places = IntStream.range(0, COUNT).toArray();
      int[] none = new int[COUNT];
      return new Finalist.Repeat(
          right.cardinality() / (double) COUNT,
          new ImagePredictions(Part.VALIDATION, 1, places, none, none, right));
    }
  }

  /** Finals of four, whose first is the best by so much, judged as they are judged in a sweep. */
  private static List<List<FinalRound.Judged>> finals(Random random, double lead, double seeds) {
    Images images = new Images(random);
    List<List<Finalist.Repeat>> repeats = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> repeats.add(new ArrayList<>()));
    List<Integer> left = List.of(0, 1, 2, 3);
    List<List<FinalRound.Judged>> rounds = new ArrayList<>();
    for (int round = 1; round <= 4 && left.size() > 1; round++) {
      double shift = seeds * random.nextGaussian();
      for (int i : left) {
        double own = seeds * random.nextGaussian();
        repeats.get(i).add(images.train(i == 0 ? 0 : lead, shift + own));
      }
      List<FinalRound.Judged> judged =
          FinalRound.judge(
              ACCURACY, 4, left.stream().map(i -> new Finalist(i, repeats.get(i))).toList());
      rounds.add(judged);
      left =
          judged.stream()
              .filter(FinalRound.Judged::stays)
              .map(each -> each.finalist().number())
              .toList();
    }
    return rounds;
  }

  private static boolean drops(List<List<FinalRound.Judged>> rounds, int number) {
    return rounds.stream()
        .flatMap(List::stream)
        .anyMatch(each -> each.finalist().number() == number && !each.stays());
  }

  @Test
  void judge_equalCandidates_dropTheBestInAtMostOneOfTwenty() {
    Random random = new Random(14);
    int dropped = 0;
    int finals = 400;
    for (int i = 0; i < finals; i++) {
      dropped += drops(finals(random, 0, i % 2 == 0 ? 0 : 0.1), 0) ? 1 : 0;
    }

    assertThat(dropped).isLessThanOrEqualTo(20); // Of equal ones each is the best.
  }

  @Test
  void judge_clearlyWorseOnes_leave() {
    Random random = new Random(15);
    int dropped = 0;
    for (int i = 0; i < 50; i++) {
      dropped += drops(finals(random, 0.8, 0.05), 2) ? 1 : 0;
    }

    assertThat(dropped).isGreaterThan(40);
  }

  @Test
  void interval_holdsTheAccuracyOnOtherImagesAndSeeds() {
    Random random = new Random(16);
    int held = 0;
    int finals = 300;
    for (int i = 0; i < finals; i++) {
      List<List<FinalRound.Judged>> rounds = finals(random, 0, 0.1);
      FinalRound.Judged any = rounds.get(rounds.size() - 1).get(random.nextInt(2));
      held += interval(any).contains(Images.accuracy(0)) ? 1 : 0;
      assertThat(any.standing().images()).isEqualTo(Images.COUNT);
    }

    assertThat(held).isBetween(finals * 90 / 100, finals * 99 / 100);
  }
}
