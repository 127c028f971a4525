package dev.trawl.sweep;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A run as rounds: some of the clients, among which the training images are divided, train the
 * server's weights further, each on its own images; of what comes back the server makes its next
 * weights. A simulation.
 *
 * @param division which client has which images
 * @param fraction of the clients, that trains in a round; above 0, at most 1, at least one client
 * @param localEpochs passes of a client over its images in a round, from 1
 * @param proximalMu μ of FedProx: how strongly a client's weights are drawn to the server's, from 0
 * @param server what the server makes of the clients' updates
 * @param screening what the server does with an update before
 * @param localStatistics whether batch norm's running statistics stay with the clients, rather than
 *     being averaged
 * @param bad clients that are simulated not to work as they should
 */
public record FederatedSpec(
    Division division,
    double fraction,
    int localEpochs,
    double proximalMu,
    Server server,
    Screening screening,
    boolean localStatistics,
    BadClients bad) {

  /** Who gets which images. */
  public enum Partition {
    /** Shuffled and dealt. */
    IID,
    /** Sorted by label, cut into shards, some for each client. */
    SHARDS,
    /** Each label's images by proportions of a Dirichlet distribution. */
    DIRICHLET,
    /** Shuffled; as many for each client as a Dirichlet distribution says. */
    BY_SIZE;

    /** Its name in a sweep file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it goes by {@link Division#alpha}. */
    boolean hasAlpha() {
      return this == DIRICHLET || this == BY_SIZE;
    }
  }

  /** How a round's updates become the server's next weights. */
  public enum Strategy {
    FEDAVG,
    FEDPROX,
    FEDAVGM,
    FEDADAM,
    FEDYOGI,
    MEDIAN,
    TRIMMED_MEAN;

    /** Its name in a sweep file. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether each coordinate of a step is divided by how much it has changed so far. */
    public boolean isAdaptive() {
      return this == FEDADAM || this == FEDYOGI;
    }

    /** Whether it remembers a direction from round to round. */
    public boolean hasMomentum() {
      return this == FEDAVGM || isAdaptive();
    }

    /** Whether a few clients can't move the result at will. */
    public boolean isRobust() {
      return this == MEDIAN || this == TRIMMED_MEAN;
    }
  }

  /**
   * How the training images are divided.
   *
   * @param clients from 1
   * @param shards of each client, from 1
   * @param alpha of the Dirichlet distribution, above 0: the smaller, the less alike the clients
   */
  public record Division(Partition partition, int clients, int shards, double alpha) {}

  /**
   * What the server does with a round's updates.
   *
   * @param learningRate η, above 0
   * @param momentum β of FedAvgM, β₁ of FedAdam and FedYogi; from 0 to below 1
   * @param secondMoment β₂ of FedAdam and FedYogi; from 0 to below 1
   * @param tau τ of FedAdam and FedYogi, above 0
   * @param trim the part of the clients that a trimmed mean leaves out at either end; above 0,
   *     below 0.5
   */
  public record Server(
      Strategy strategy,
      double learningRate,
      double momentum,
      double secondMoment,
      double tau,
      double trim) {}

  /**
   * What an update has to be.
   *
   * @param clipNorm the longest that one counts with; longer ones are made as short. 0 for any
   * @param rejectAbove how many times as long as the round's median one it may be; empty for any
   */
  public record Screening(double clipNorm, OptionalDouble rejectAbove) {}

  /**
   * Numbers of clients, none of them in two of these.
   *
   * @param failing whose training fails, each time
   * @param nan who send NaN
   * @param poisoned who send the opposite of what they learned, ten times as long
   */
  public record BadClients(int failing, int nan, int poisoned) {
    public long count() {
      return (long) failing + nan + poisoned;
    }
  }

  /** How many clients train in a round. */
  public int participants() {
    return (int) Math.max(1, Math.round(fraction * division.clients()));
  }
}
