package dev.trawl.train.federated;

import dev.trawl.data.Shuffle;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.FederatedSpec.BadClients;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What is simulated to be wrong with a client, in each round that it takes part in. */
public enum Misconduct {
  /** Its training fails. */
  FAILING,
  /** It sends NaN. */
  NAN,
  /** It sends the opposite of what it learned, ten times as long. */
  POISONED;

  private static final int STREAM = 4;
  private static final double POISON = -10;

  /** Which clients are bad: as many as there are to be, chosen by the seed. */
  static Map<Integer, Misconduct> of(FederatedSpec spec, long seed) {
    int[] clients = IntStream.range(0, spec.division().clients()).toArray();
    Shuffle.shuffle(clients, seed, STREAM);
    BadClients bad = spec.bad();
    Map<Integer, Misconduct> chosen = new HashMap<>();
    for (int i = 0; i < bad.count(); i++) {
      chosen.put(
          clients[i], i < bad.failing() ? FAILING : i < bad.failing() + bad.nan() ? NAN : POISONED);
    }
    return chosen;
  }

  /**
   * What it sends instead.
   *
   * @param from what it was sent
   * @param learned what it would have sent; becomes what it sends
   * @throws IllegalStateException when it fails
   */
  void spoil(float[] from, float[] learned) {
    switch (this) {
      case FAILING -> throw new IllegalStateException("simulated to fail");
      case NAN -> Arrays.fill(learned, Float.NaN);
      case POISONED -> {
        for (int i = 0; i < learned.length; i++) {
          learned[i] = (float) (from[i] + POISON * ((double) learned[i] - from[i]));
        }
      }
    }
  }
}
