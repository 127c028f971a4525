package dev.trawl.train.federated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.FederatedSpec.BadClients;
import dev.trawl.sweep.FederatedSpec.Division;
import dev.trawl.sweep.FederatedSpec.Partition;
import dev.trawl.sweep.FederatedSpec.Screening;
import dev.trawl.sweep.FederatedSpec.Server;
import dev.trawl.sweep.FederatedSpec.Strategy;
import dev.trawl.train.federated.ClientAnswer.Failed;
import dev.trawl.train.federated.ClientAnswer.Trained;
import dev.trawl.train.federated.RoundRecord.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each strategy against its paper's formulas, written down a second time over whole vectors. */
class FederatedServerTest {
  private static final Screening ANY = new Screening(0, OptionalDouble.empty());
  private static final int WEIGHTS = 50;
  private static final int ROUNDS = 6;

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void step_severalRounds_followsThePaper(Strategy strategy) {
    Server settings = settings(strategy);
    FederatedServer server = FederatedServer.begin(spec(settings, ANY), WEIGHTS, new BitSet());
    float[] weights = random(1, 1, 0);
    double[] expected = doubles(weights);
    double[] m = new double[WEIGHTS];
    double[] v = new double[WEIGHTS];
    Arrays.fill(v, strategy.isAdaptive() ? settings.tau() * settings.tau() : 0);
    for (int round = 1; round <= ROUNDS; round++) {
      List<Trained> updates = updates(weights, round, 11);
      List<ClientAnswer> shuffled = new ArrayList<>(updates);
      Collections.shuffle(shuffled, new Random(round));
      RoundRecord record = server.step(round, weights, shuffled);
      assertThat(record.clients()).isSorted().hasSize(11);
      assertThat(record.rejected()).isEmpty();

      double[] delta = delta(strategy, settings.trim(), updates, expected);
      for (int i = 0; i < WEIGHTS; i++) {
        double eta = settings.learningRate();
        switch (strategy) {
          case FEDAVG, FEDPROX, MEDIAN, TRIMMED_MEAN -> expected[i] += eta * delta[i];
          case FEDAVGM -> {
            v[i] = settings.momentum() * v[i] + delta[i];
            expected[i] += eta * v[i];
          }
          case FEDADAM, FEDYOGI -> {
            double squared = Math.pow(delta[i], 2);
            double beta2 = settings.secondMoment();
            m[i] += (1 - settings.momentum()) * (delta[i] - m[i]);
            if (strategy == Strategy.FEDADAM) {
              v[i] += (1 - beta2) * (squared - v[i]);
            } else if (v[i] > squared) {
              v[i] -= (1 - beta2) * squared;
            } else {
              v[i] += (1 - beta2) * squared;
            }
            expected[i] += eta * m[i] / (Math.pow(v[i], 0.5) + settings.tau());
          }
        }
      }
      for (int i = 0; i < WEIGHTS; i++) {
        assertThat((double) weights[i]).isCloseTo(expected[i], within(2e-5));
        expected[i] = weights[i]; // Roundings don't add up.
      }
    }
  }

  /** From the papers' own words: means weighted by images, or the ranks of each coordinate. */
  private static double[] delta(
      Strategy strategy, double trim, List<Trained> updates, double[] from) {
    double all = updates.stream().mapToInt(Trained::images).sum();
    double[] delta = new double[WEIGHTS];
    Arrays.setAll(
        delta,
        i -> {
          if (!strategy.isRobust()) {
            return updates.stream().mapToDouble(u -> u.images() / all * u.weights()[i]).sum()
                - from[i];
          }
          int left =
              strategy == Strategy.MEDIAN
                  ? (updates.size() - 1) / 2
                  : (int) Math.floor(trim * updates.size());
          return updates.stream()
                  .map(u -> (double) u.weights()[i])
                  .sorted()
                  .skip(left)
                  .limit(updates.size() - 2L * left)
                  .mapToDouble(value -> value)
                  .average()
                  .orElseThrow()
              - from[i];
        });
    return delta;
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void step_resumed_isBitEqual(Strategy strategy) {
    FederatedSpec spec = spec(settings(strategy), ANY);
    FederatedServer through = FederatedServer.begin(spec, WEIGHTS, new BitSet());
    FederatedServer resumed = FederatedServer.begin(spec, WEIGHTS, new BitSet());
    float[] weights = random(1, 1, 0);
    float[] others = weights.clone();
    for (int round = 1; round <= ROUNDS; round++) {
      through.step(round, weights, List.copyOf(updates(weights, round, 5)));
      resumed.step(round, others, List.copyOf(updates(others, round, 5)));
      resumed = FederatedServer.resume(spec, WEIGHTS, new BitSet(), resumed.remembered());
      assertThat(others).isEqualTo(weights);
    }
  }

  @Test
  void resume_anotherStrategysMemory_isRefused() {
    FederatedSpec spec = spec(settings(Strategy.FEDADAM), ANY);
    assertThatThrownBy(
            () -> FederatedServer.resume(spec, WEIGHTS, new BitSet(), new float[WEIGHTS]))
        .hasMessage("need 100 numbers that fedadam remembers, found 50");
  }

  @Test
  void step_failedAndNonFiniteClients_areLeftOutByName() {
    float[] weights = random(1, 1, 0);
    List<Trained> good = updates(weights, 1, 3);
    float[] nan = weights.clone();
    nan[WEIGHTS - 1] = Float.NaN;
    float[] infinite = weights.clone();
    infinite[0] = Float.NEGATIVE_INFINITY;
    List<ClientAnswer> all = new ArrayList<>(good);
    all.add(new Failed(9, "failed: no battery"));
    all.add(new Trained(7, 100, nan, 1, 1, 1));
    all.add(new Trained(8, 100, infinite, 1, 1, 1));
    float[] alone = weights.clone();
    FederatedSpec spec = spec(settings(Strategy.FEDAVG), ANY);
    RoundRecord record = step(spec, weights, all);
    step(spec, alone, List.copyOf(good));

    assertThat(weights).isEqualTo(alone);
    assertThat(record.clients()).containsExactly(0, 1, 2, 7, 8, 9);
    assertThat(record.rejected())
        .containsExactly(
            new Finding(7, "sent numbers that are NaN or infinite"),
            new Finding(8, "sent numbers that are NaN or infinite"),
            new Finding(9, "failed: no battery"));
  }

  @Test
  void step_noUsableUpdate_leavesTheWeights() {
    float[] weights = random(1, 1, 0);
    float[] before = weights.clone();
    RoundRecord record =
        step(spec(settings(Strategy.FEDADAM), ANY), weights, List.of(new Failed(3, "failed")));
    assertThat(weights).isEqualTo(before);
    assertThat(record.rejected()).hasSize(1);
  }

  @Test
  void step_updateFarLongerThanTheMedian_isRejectedWhereTold() {
    float[] weights = random(1, 1, 0);
    float[] alone = weights.clone();
    List<Trained> good = updates(weights, 1, 5);
    List<ClientAnswer> all = new ArrayList<>(good);
    all.add(poisoned(weights, 6, 100));
    FederatedSpec spec = spec(settings(Strategy.FEDAVG), new Screening(0, OptionalDouble.of(4)));
    RoundRecord record = step(spec, weights, all);
    step(spec, alone, List.copyOf(good));
    assertThat(weights).isEqualTo(alone);
    assertThat(record.rejected()).singleElement().extracting(Finding::client).isEqualTo(6);
    assertThat(record.rejected().get(0).reason())
        .matches("its update is \\S+ long, \\S+ times the round's median of \\S+");
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      names = {"MEDIAN", "TRIMMED_MEAN"})
  void step_poisonedClientsAmongRobustStrategies_areOutvotedByName(Strategy strategy) {
    float[] weights = random(1, 1, 0);
    float[] from = weights.clone();
    List<Trained> good = updates(weights, 1, 9);
    List<ClientAnswer> all = new ArrayList<>(good);
    all.add(poisoned(weights, 17, 1000));
    all.add(poisoned(weights, 12, -1000));
    RoundRecord record = step(spec(settings(strategy), ANY), weights, all);
    assertThat(record.outvoted()).extracting(Finding::client).containsExactly(12, 17);
    for (int i = 0; i < WEIGHTS; i++) {
      int c = i;
      double most =
          good.stream().mapToDouble(u -> Math.abs(u.weights()[c] - from[c])).max().orElse(0);
      assertThat(Math.abs(weights[i] - from[i])).isLessThanOrEqualTo((float) most);
    }
  }

  @Test
  void step_clipped_countsEachUpdateAsLongAtMost() {
    float[] weights = new float[WEIGHTS];
    float[] far = new float[WEIGHTS];
    far[0] = 3;
    far[1] = 4; // 5 long.
    float[] near = new float[WEIGHTS];
    near[2] = 0.5f;
    FederatedSpec spec =
        spec(
            new Server(Strategy.FEDAVG, 1, 0, 0, 1, 0.1), new Screening(2, OptionalDouble.empty()));
    step(spec, weights, List.of(new Trained(0, 1, far, 0, 0, 1), new Trained(1, 1, near, 0, 0, 1)));
    assertThat(weights[0]).isCloseTo(0.6f, within(1e-6f)); // 3 · 2/5 ÷ 2.
    assertThat(weights[1]).isCloseTo(0.8f, within(1e-6f));
    assertThat(weights[2]).isEqualTo(0.25f);
  }

  @Test
  void step_statistics_areAveragedByAnyStrategyOrKeptLocal() {
    BitSet statistics = new BitSet();
    statistics.set(2, 4);
    for (Strategy strategy : Strategy.values()) {
      float[] weights = new float[WEIGHTS];
      float[] sent = new float[WEIGHTS];
      Arrays.fill(sent, 8);
      List<ClientAnswer> answers = List.of(new Trained(0, 5, sent, 0, 0, 1));
      FederatedServer.begin(spec(settings(strategy), ANY), WEIGHTS, statistics)
          .step(1, weights, answers);
      assertThat(weights[2]).isEqualTo(8);
      assertThat(weights[3]).isEqualTo(8);

      float[] others = new float[WEIGHTS];
      FederatedServer local =
          FederatedServer.begin(spec(settings(strategy), ANY, true), WEIGHTS, statistics);
      sent[3] = Float.NaN; // Never sent, so nothing is wrong.
      assertThat(local.step(1, others, answers).rejected()).isEmpty();
      assertThat(others[2]).isZero();
      assertThat(others[1]).isEqualTo(weights[1]);
      assertThat(local.bytes(WEIGHTS)).isEqualTo(4 * 48);
    }
  }

  private static RoundRecord step(FederatedSpec spec, float[] weights, List<ClientAnswer> answers) {
    return FederatedServer.begin(spec, weights.length, new BitSet()).step(1, weights, answers);
  }

  private static Trained poisoned(float[] weights, int client, float far) {
    float[] sent = weights.clone();
    for (int i = 0; i < sent.length; i++) {
      sent[i] += far;
    }
    return new Trained(client, 100, sent, 0, 0, 1);
  }

  private static List<Trained> updates(float[] weights, int round, int clients) {
    return IntStream.range(0, clients)
        .mapToObj(
            client -> {
              float[] sent = random(100L * round + client, 0.1, 0.05);
              for (int i = 0; i < sent.length; i++) {
                sent[i] += weights[i];
              }
              return new Trained(client, 10 + 7 * client, sent, 1, 1, 1);
            })
        .toList();
  }

  private static float[] random(long seed, double size, double mean) {
    Random random = new Random(seed);
    float[] numbers = new float[WEIGHTS];
    for (int i = 0; i < WEIGHTS; i++) {
      numbers[i] = (float) (mean + size * random.nextGaussian());
    }
    return numbers;
  }

  private static double[] doubles(float[] numbers) {
    return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
  }

  private static Server settings(Strategy strategy) {
    boolean adaptive = strategy.isAdaptive();
    return new Server(strategy, adaptive ? 0.02 : 0.7, 0.9, 0.95, 1e-2, 0.2);
  }

  private static FederatedSpec spec(Server server, Screening screening) {
    return spec(server, screening, false);
  }

  private static FederatedSpec spec(Server server, Screening screening, boolean local) {
    return new FederatedSpec(
        new Division(Partition.IID, 20, 2, 0.5),
        1,
        1,
        0,
        server,
        screening,
        local,
        new BadClients(0, 0, 0));
  }
}
