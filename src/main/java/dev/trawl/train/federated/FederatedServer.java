package dev.trawl.train.federated;

import dev.trawl.sweep.FederatedSpec;
import dev.trawl.train.federated.RoundRecord.Finding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * What the server makes of a round: its next weights, from those of the clients. Batch norm's
 * running statistics are combined as the weights are, but moved all the way, whatever the strategy
 * remembers of weights; or they stay as they are where clients keep theirs. For one thread.
 */
public final class FederatedServer {
  /** How many times as far from the result as the median client one is that was outvoted. */
  private static final double FAR = 5;

  private final FederatedSpec spec;
  private final BitSet statistics;
  private final BitSet kept;
  private final ServerOptimizer optimizer;

  private FederatedServer(FederatedSpec spec, BitSet statistics, ServerOptimizer optimizer) {
    this.spec = spec;
    this.statistics = statistics;
    this.kept = spec.localStatistics() ? statistics : new BitSet();
    this.optimizer = optimizer;
  }

  /**
   * Before the first round.
   *
   * @param statistics which of the weights are batch norm's running statistics
   */
  public static FederatedServer begin(FederatedSpec spec, int weights, BitSet statistics) {
    return new FederatedServer(spec, statistics, ServerOptimizer.begin(spec.server(), weights));
  }

  /**
   * The same, going on from what it {@link #remembered}.
   *
   * @throws IllegalArgumentException when that is another strategy's or another network's
   */
  public static FederatedServer resume(
      FederatedSpec spec, int weights, BitSet statistics, float[] remembered) {
    return new FederatedServer(
        spec, statistics, ServerOptimizer.resume(spec.server(), weights, remembered));
  }

  /** What the next round depends on beside the weights; may be empty. */
  public float[] remembered() {
    return optimizer.remembered();
  }

  /** How many bytes a client is sent, or sends: 4 a number, without what a network adds. */
  public long bytes(int weights) {
    return (long) Float.BYTES * (weights - kept.cardinality());
  }

  /**
   * A round's end.
   *
   * @param weights as the clients were sent them; they become the next ones, unless no update
   *     counts
   * @param answers one for each client that was asked, in any order
   */
  RoundRecord step(int round, float[] weights, List<ClientAnswer> answers) {
    Updates updates = Updates.screened(weights.clone(), answers, spec.screening(), kept);
    List<Finding> outvoted = updates.accepted().isEmpty() ? List.of() : apply(updates, weights);
    return new RoundRecord(
        round,
        answers.stream().map(ClientAnswer::client).sorted().toList(),
        updates.rejected(),
        outvoted);
  }

  private List<Finding> apply(Updates updates, float[] weights) {
    Combination combination = Combination.of(spec.server(), updates.images());
    double[] changes = new double[updates.accepted().size()];
    double[] each = new double[changes.length];
    double[] distances = new double[changes.length];
    for (int c = kept.nextClearBit(0); c < weights.length; c = kept.nextClearBit(c + 1)) {
      updates.changes(c, changes);
      System.arraycopy(changes, 0, each, 0, each.length);
      double change = combination.of(changes);
      for (int i = 0; i < each.length; i++) {
        distances[i] += (each[i] - change) * (each[i] - change);
      }
      double step = statistics.get(c) ? change : optimizer.step(c, change);
      weights[c] = (float) (weights[c] + step);
    }
    return spec.server().strategy().isRobust() ? outvoted(updates, distances) : List.of();
  }

  private static List<Finding> outvoted(Updates updates, double[] squares) {
    double median = Math.sqrt(Updates.median(squares));
    List<Finding> outvoted = new ArrayList<>();
    for (int i = 0; i < squares.length; i++) {
      double times = Math.sqrt(squares[i]) / median;
      if (times > FAR) {
        outvoted.add(
            new Finding(
                updates.accepted().get(i).client(),
                String.format(
                    Locale.ROOT,
                    "its update is %.3g times as far from the result as the median client's",
                    times)));
      }
    }
    return outvoted;
  }
}
