package dev.trawl.spark;

import dev.trawl.train.FederatedTraining;
import dev.trawl.train.federated.ClientAnswer;
import dev.trawl.train.federated.Clients;
import dev.trawl.train.federated.RoundOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What trains clients on this executor: a compiled network for each task that runs at once, kept
 * for the tasks after it. Of those that wait, the ones that were used longest ago are closed.
 */
final class ExecutorClients {
  static final ExecutorClients OF_THIS_PROCESS = new ExecutorClients();

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int busy;
  private int most;

  private record Waiting(String runId, Clients clients) {}

  /**
   * One client's round.
   *
   * @param isStopped asked now and then
   * @return empty where it was stopped
   * @throws dev.trawl.train.TrainingException when no client of the run can be trained
   */
  Optional<ClientAnswer> train(
      FederatedTraining training,
      ClientTask.Order order,
      float[] weights,
      BooleanSupplier isStopped)
      throws InterruptedException {
    String runId = order.run().runId();
    Clients waited = take(runId);
    try {
      Clients clients = waited == null ? training.clients(order.run().parameters()) : waited;
      Optional<List<ClientAnswer>> answers = Optional.empty();
      try {
        answers =
            clients.train(
                new RoundOrder(order.run().seed(), order.round(), weights, order.learningRate()),
                List.of(order.client()),
                new Watch(isStopped));
      } finally {
        giveBack(new Waiting(runId, clients));
      }
      return answers.map(each -> each.get(0));
    } finally {
      end();
    }
  }

  private synchronized @Nullable Clients take(String runId) {
    busy++;
    most = Math.max(most, busy);
    for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
      Waiting found = each.next();
      if (found.runId().equals(runId)) {
        each.remove();
        return found.clients();
      }
    }
    return null;
  }

  private synchronized void giveBack(Waiting clients) {
    waiting.addFirst(clients);
    while (waiting.size() > most) {
      waiting.removeLast().clients().close();
    }
  }

  private synchronized void end() {
    busy--;
  }

  /** How far a client is, nobody asks. */
  private record Watch(BooleanSupplier isStopped) implements Clients.Watch {
    @Override
    public void progressed(int images) {}

    @Override
    public boolean stops() {
      return isStopped.getAsBoolean();
    }
  }
}
