package dev.trawl.train.federated;

import dev.trawl.sweep.FederatedSpec.Screening;
import dev.trawl.train.federated.ClientAnswer.Trained;
import dev.trawl.train.federated.RoundRecord.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A round's updates that count, in the order of their clients, and why the others don't. An update
 * is what a client changed of the weights that it was sent.
 *
 * @param from the weights that were sent
 * @param accepted by client
 * @param factors what each update is multiplied by, at most 1: what makes it as short as need be
 */
@SuppressWarnings("ArrayRecordComponent") // For one round, never compared.
record Updates(
    float[] from, List<Trained> accepted, double[] factors, List<Finding> rejected, BitSet kept) {

  /**
   * Looks at what came back.
   *
   * @param kept the coordinates that clients keep to themselves
   */
  static Updates screened(
      float[] from, List<ClientAnswer> answers, Screening screening, BitSet kept) {
    List<Trained> trained = new ArrayList<>();
    List<Finding> rejected = new ArrayList<>();
    answers.stream()
        .sorted(Comparator.comparingInt(ClientAnswer::client))
        .forEach(
            answer ->
                answer.fold(
                    trained::add,
                    failed -> rejected.add(new Finding(failed.client(), failed.reason()))));
    Updates all = new Updates(from, trained, ones(trained.size()), rejected, kept);
    return all.withoutNonFinite().withoutTooLong(screening).clipped(screening.clipNorm());
  }

  private static double[] ones(int count) {
    double[] factors = new double[count];
    Arrays.fill(factors, 1);
    return factors;
  }

  private Updates withoutNonFinite() {
    double[] norms = norms();
    return without(i -> Double.isFinite(norms[i]), i -> "sent numbers that are NaN or infinite");
  }

  private Updates withoutTooLong(Screening screening) {
    if (screening.rejectAbove().isEmpty() || accepted.isEmpty()) {
      return this;
    }
    double[] norms = norms();
    double median = median(norms);
    double most = screening.rejectAbove().getAsDouble() * median;
    return without(
        i -> norms[i] <= most,
        i ->
            String.format(
                Locale.ROOT,
                "its update is %.3g long, %.3g times the round's median of %.3g",
                norms[i],
                norms[i] / median,
                median));
  }

  @FunctionalInterface
  private interface Test {
    boolean holds(int update);
  }

  @FunctionalInterface
  private interface Reason {
    String of(int update);
  }

  private Updates without(Test stays, Reason reason) {
    List<Trained> staying = new ArrayList<>();
    List<Finding> leaving = new ArrayList<>(rejected);
    for (int i = 0; i < accepted.size(); i++) {
      if (stays.holds(i)) {
        staying.add(accepted.get(i));
      } else {
        leaving.add(new Finding(accepted.get(i).client(), reason.of(i)));
      }
    }
    leaving.sort(Comparator.comparingInt(Finding::client));
    return new Updates(from, staying, ones(staying.size()), leaving, kept);
  }

  private Updates clipped(double most) {
    if (most == 0) {
      return this;
    }
    double[] shorter = norms();
    Arrays.setAll(shorter, i -> shorter[i] > most ? most / shorter[i] : 1);
    return new Updates(from, accepted, shorter, rejected, kept);
  }

  /** How many images each client has. */
  int[] images() {
    return accepted.stream().mapToInt(Trained::images).toArray();
  }

  /** What each client changed of a coordinate, made as short as need be. */
  void changes(int coordinate, double[] changes) {
    for (int i = 0; i < changes.length; i++) {
      changes[i] = factors[i] * ((double) accepted.get(i).weights()[coordinate] - from[coordinate]);
    }
  }

  /** How long each update is, as it came. */
  double[] norms() {
    double[] squares = new double[accepted.size()];
    for (int i = 0; i < squares.length; i++) {
      float[] weights = accepted.get(i).weights();
      double sum = 0;
      for (int c = kept.nextClearBit(0); c < from.length; c = kept.nextClearBit(c + 1)) {
        double change = (double) weights[c] - from[c];
        sum += change * change;
      }
      squares[i] = Math.sqrt(sum);
    }
    return squares;
  }

  /** The middle one, of two in the middle the lower one; NaN of none. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
  }
}
