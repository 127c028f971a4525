package dev.trawl.train.federated;

import dev.trawl.data.ImageSet;
import dev.trawl.data.Shuffle;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.train.federated.ClientAnswer.Trained;
import dev.trawl.train.federated.RoundRecord.Finding;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rounds of a run: the server asks some clients, and makes its next weights of their answers.
 * Who is asked depends on the run's seed and the round alone. For one thread.
 */
public final class FederatedRounds {
  private static final int STREAM = 6;

  private final FederatedSpec spec;
  private final FederatedServer server;
  private final Clients clients;
  private final List<ImageSet> shares;
  private final long seed;

  /**
   * The rounds of one run.
   *
   * @param clients stay the caller's to close
   * @param seed the run's
   */
  public FederatedRounds(
      FederatedSpec spec,
      FederatedServer server,
      Clients clients,
      List<ImageSet> shares,
      long seed) {
    this.spec = spec;
    this.server = server;
    this.clients = clients;
    this.shares = List.copyOf(shares);
    this.seed = seed;
  }

  /** Why so many training images can't be divided or repeated so; empty where they can. */
  public static Optional<String> refusal(FederatedSpec spec, int images) {
    long trained = (long) images * spec.localEpochs();
    return ClientShares.refusal(spec.division(), images)
        .or(
            () ->
                trained <= Integer.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(
                        "need local_epochs × training images of at most %,d, found %,d × %,d"
                            .formatted(Integer.MAX_VALUE, spec.localEpochs(), images)));
  }

  /**
   * The images of each client.
   *
   * @param seed the sweep's, so that all its runs divide them alike
   * @throws IllegalArgumentException where there are too few images, with how many are needed
   */
  public static List<ImageSet> shares(FederatedSpec spec, ImageSet train, long seed) {
    int[] labels = IntStream.range(0, train.size()).map(train::label).toArray();
    int[][] shares = ClientShares.of(labels, train.classes(), spec.division(), seed);
    return Arrays.stream(shares).map(train::subset).toList();
  }

  /**
   * Which clients are simulated to be bad, and how.
   *
   * @param seed the sweep's
   */
  public static Map<Integer, Misconduct> bad(FederatedSpec spec, long seed) {
    return Misconduct.of(spec, seed);
  }

  /** The clients that a round asks, ascending. */
  List<Integer> asked(int round) {
    int[] order = IntStream.range(0, spec.division().clients()).toArray();
    Shuffle.shuffle(order, seed, STREAM, round);
    return Arrays.stream(order).limit(spec.participants()).sorted().boxed().toList();
  }

  /** How many images the clients of a round are to train on, each as often as they do. */
  public int images(int round) {
    return asked(round).stream().mapToInt(client -> shares.get(client).size()).sum()
        * spec.localEpochs();
  }

  /**
   * A round.
   *
   * @param round from 1
   * @param weights the server's; left as they are
   * @return empty where the watch had it stop
   */
  public Optional<RoundResult> round(
      int round, float[] weights, double learningRate, Clients.Watch watch)
      throws InterruptedException {
    RoundOrder order = new RoundOrder(seed, round, weights, learningRate);
    return clients
        .train(order, asked(round), watch)
        .map(answers -> result(round, weights.clone(), answers));
  }

  private RoundResult result(int round, float[] weights, List<ClientAnswer> answers) {
    RoundRecord record = server.step(round, weights, answers);
    Set<Integer> rejected =
        record.rejected().stream()
            .map(Finding::client)
            .collect(Collectors.toCollection(HashSet::new));
    List<Trained> trained =
        answers.stream()
            .flatMap(
                answer ->
                    answer
                        .<Optional<Trained>>fold(Optional::of, failed -> Optional.empty())
                        .stream())
            .toList();
    double loss = 0;
    double correct = 0;
    double all = 0;
    int steps = 0;
    for (Trained each : inOrder(trained)) {
      if (!rejected.contains(each.client())) {
        loss += each.loss() * each.images();
        correct += each.accuracy() * each.images();
        all += each.images();
        steps += each.trained();
      }
    }
    long bytes = server.bytes(weights.length);
    return new RoundResult(
        record,
        weights,
        loss / all,
        correct / all,
        steps,
        bytes * answers.size(),
        bytes * trained.size());
  }

  private static List<Trained> inOrder(List<Trained> answers) {
    return answers.stream()
        .sorted((one, other) -> Integer.compare(one.client(), other.client()))
        .toList();
  }

  /** What the server goes on with beside the weights; may be empty. */
  public float[] remembered() {
    return server.remembered();
  }
}
