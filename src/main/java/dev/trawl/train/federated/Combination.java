package dev.trawl.train.federated;

import dev.trawl.sweep.FederatedSpec.Server;
import java.util.Arrays;

/**
 * What a round's changes of one coordinate are together; computed in double, in the order of the
 * clients, so that it is the same wherever and whenever they were trained.
 */
@FunctionalInterface
interface Combination {
  /**
   * The change of all.
   *
   * @param changes one a client, in a fixed order; may be sorted
   */
  double of(double[] changes);

  /**
   * That of a strategy.
   *
   * @param images of each client whose update counts
   */
  static Combination of(Server server, int[] images) {
    return switch (server.strategy()) {
      case MEDIAN -> Combination::median;
      case TRIMMED_MEAN -> changes -> trimmedMean(changes, trimmed(server.trim(), images.length));
      case FEDAVG, FEDPROX, FEDAVGM, FEDADAM, FEDYOGI -> weightedMean(images);
    };
  }

  /** How many are left out at either end: the part of the clients, rounded down. */
  static int trimmed(double trim, int clients) {
    return (int) (trim * clients + 1e-9); // 0.1 · 30 is a little below 3.
  }

  private static Combination weightedMean(int[] images) {
    double all = Arrays.stream(images).asLongStream().sum();
    return changes -> {
      double sum = 0;
      for (int client = 0; client < changes.length; client++) {
        sum += images[client] * changes[client];
      }
      return sum / all;
    };
  }

  private static double median(double[] changes) {
    Arrays.sort(changes);
    int middle = changes.length / 2;
    return changes.length % 2 == 1 ? changes[middle] : (changes[middle - 1] + changes[middle]) / 2;
  }

  private static double trimmedMean(double[] changes, int trimmed) {
    Arrays.sort(changes);
    double sum = 0;
    for (int i = trimmed; i < changes.length - trimmed; i++) {
      sum += changes[i];
    }
    return sum / (changes.length - 2 * trimmed);
  }
}
