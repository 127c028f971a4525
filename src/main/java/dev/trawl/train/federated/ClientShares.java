package dev.trawl.train.federated;

import dev.trawl.data.Shuffle;
import dev.trawl.sweep.FederatedSpec.Division;
import dev.trawl.sweep.FederatedSpec.Partition;
import dev.trawl.sweep.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which client has which training images: each image is one client's, each client has one at least.
 * The division, the labels and the seed decide it. Immutable.
 *
 * <ul>
 *   <li>{@code iid}: shuffled and dealt, so that sizes differ by one at most;
 *   <li>{@code shards}: sorted by label, cut into clients · shards pieces, so many for each client
 *       at random (McMahan and others, "Communication-efficient learning of deep networks from
 *       decentralized data", 2017, section 3);
 *   <li>{@code dirichlet}: each label's images, shuffled, by proportions drawn from Dir(α) over the
 *       clients (Yurochkin and others, "Bayesian nonparametric federated learning", 2019, section
 *       4; Li and others, "Federated learning on non-IID data silos", 2022);
 *   <li>{@code by_size}: shuffled, by one such draw (there: quantity skew).
 * </ul>
 *
 * A client for whom a draw leaves nothing gets an image of the one who has most.
 */
final class ClientShares {
  private static final int SHUFFLE = 1;
  private static final int DRAW = 2;
  private static final int DEAL = 3;

  private final int[] labels;
  private final int classes;
  private final Division division;
  private final long seed;

  private ClientShares(int[] labels, int classes, Division division, long seed) {
    this.labels = labels;
    this.classes = classes;
    this.division = division;
    this.seed = seed;
  }

  /**
   * The images of each client, ascending.
   *
   * @param labels of all images, from 0, below {@code classes}
   * @throws IllegalArgumentException where there are too few images, with how many are needed
   */
  static int[][] of(int[] labels, int classes, Division division, long seed) {
    refusal(division, labels.length)
        .ifPresent(
            refusal -> {
              throw new IllegalArgumentException(refusal);
            });
    int[][] shares = new ClientShares(labels, classes, division, seed).divided();
    for (int[] share : shares) {
      Arrays.sort(share);
    }
    return shares;
  }

  /** Why so many images can't be divided so; empty where they can. */
  static Optional<String> refusal(Division division, int images) {
    boolean isSharded = division.partition() == Partition.SHARDS;
    long pieces = division.clients() * (isSharded ? (long) division.shards() : 1);
    return pieces <= images
        ? Optional.empty()
        : Optional.of(
            "need at most as many %s as there are training images, found %,d for %,d"
                .formatted(isSharded ? "shards" : "clients", pieces, images));
  }

  private int[][] divided() {
    return switch (division.partition()) {
      case IID -> pieces(shuffled(SHUFFLE), division.clients());
      case SHARDS -> shards();
      case DIRICHLET -> byLabel();
      case BY_SIZE -> bySize();
    };
  }

  private int[][] shards() {
    int[] sorted =
        Arrays.stream(shuffled(SHUFFLE))
            .boxed()
            .sorted(Comparator.comparingInt(image -> labels[image])) // Keeps the order of equals.
            .mapToInt(image -> image)
            .toArray();
    int clients = division.clients();
    int[][] shards = pieces(sorted, clients * division.shards());
    int[] dealt = shuffled(shards.length, DEAL);
    int[][] shares = new int[clients][];
    Arrays.setAll(
        shares,
        client ->
            IntStream.range(0, division.shards())
                .flatMap(i -> Arrays.stream(shards[dealt[client * division.shards() + i]]))
                .toArray());
    return shares;
  }

  private int[][] byLabel() {
    Dirichlet draw = new Dirichlet(division.alpha(), Seeds.mix(seed, DRAW));
    List<int[][]> parts = new ArrayList<>();
    int[] order = shuffled(SHUFFLE);
    for (int label = 0; label < classes; label++) {
      int wanted = label;
      int[] images = Arrays.stream(order).filter(image -> labels[image] == wanted).toArray();
      parts.add(cut(images, draw.next(division.clients())));
    }
    int[][] shares = new int[division.clients()][];
    Arrays.setAll(
        shares,
        client -> parts.stream().flatMapToInt(part -> Arrays.stream(part[client])).toArray());
    return filled(shares);
  }

  private int[][] bySize() {
    Dirichlet draw = new Dirichlet(division.alpha(), Seeds.mix(seed, DRAW));
    return filled(cut(shuffled(SHUFFLE), draw.next(division.clients())));
  }

  /** One image of the largest share, of equal ones the first, for each that is empty. */
  private static int[][] filled(int[][] shares) {
    for (int client = 0; client < shares.length; client++) {
      if (shares[client].length == 0) {
        int largest = 0;
        for (int other = 1; other < shares.length; other++) {
          if (shares[other].length > shares[largest].length) {
            largest = other;
          }
        }
        int last = shares[largest].length - 1;
        shares[client] = new int[] {shares[largest][last]};
        shares[largest] = Arrays.copyOf(shares[largest], last);
      }
    }
    return shares;
  }

  /** Cuts by proportions, which sum to 1; each piece is what it should be to within one. */
  private static int[][] cut(int[] values, double[] proportions) {
    int[][] pieces = new int[proportions.length][];
    double sum = 0;
    int from = 0;
    for (int i = 0; i < pieces.length; i++) {
      sum += proportions[i];
      int to =
          i == pieces.length - 1
              ? values.length
              : (int) Math.min(values.length, Math.round(sum * values.length));
      pieces[i] = Arrays.copyOfRange(values, from, to);
      from = to;
    }
    return pieces;
  }

  /** Cuts into pieces whose sizes differ by one at most. */
  private static int[][] pieces(int[] values, int count) {
    int[][] pieces = new int[count][];
    Arrays.setAll(
        pieces,
        i ->
            Arrays.copyOfRange(
                values,
                (int) ((long) i * values.length / count),
                (int) ((i + 1L) * values.length / count)));
    return pieces;
  }

  private int[] shuffled(int purpose) {
    return shuffled(labels.length, purpose);
  }

  private int[] shuffled(int count, int purpose) {
    int[] order = IntStream.range(0, count).toArray();
    Shuffle.shuffle(order, seed, purpose);
    return order;
  }
}
