package dev.trawl.train.federated;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where clients train. What one answers depends on the order, on which client it is and on its
 * images alone: not on who else trains, nor where or when.
 */
public interface Clients extends AutoCloseable {
  /**
   * Has each of the clients train once.
   *
   * @param clients each from 0, none twice
   * @param watch asked now and then, by this thread
   * @return an answer of each, in any order; empty where the watch had it stop
   * @throws InterruptedException when this thread is interrupted; nothing of it trains on
   */
  Optional<List<ClientAnswer>> train(RoundOrder order, List<Integer> clients, Watch watch)
      throws InterruptedException;

  /**
   * What a run's environment says of where they are, by name; nothing of those in the server's
   * process.
   */
  default Map<String, String> environment() {
    return Map.of();
  }

  @Override
  void close();

  /** Looks on while clients train. */
  interface Watch {
    /** So many images were trained on in this round, by all clients together. */
    void progressed(int images);

    /** Whether to stop at once. */
    boolean stops();
  }
}
