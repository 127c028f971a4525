package dev.trawl.train.federated;

import dev.trawl.train.onednn.NativeThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Clients on threads of this JVM: each thread has one network, and computes with one native thread,
 * so that any number of threads gives the same bits. For use by one thread.
 */
public final class LocalClients implements Clients {
  private static final long POLL_MILLIS = 20;

  private final List<Worker> workers = new ArrayList<>();

  /**
   * Makes the threads, and a network in each.
   *
   * @param threads how many clients train at once, from 1
   */
  public LocalClients(LocalTraining settings, int threads) {
    for (int i = 0; i < Math.min(threads, settings.spec().participants()); i++) {
      workers.add(new Worker(settings));
    }
    List<Future<?>> prepared = new ArrayList<>();
    workers.forEach(worker -> prepared.add(worker.prepare()));
    prepared.forEach(LocalClients::join); // What failed is tried again, and reported, in a round.
  }

  @Override
  public Optional<List<ClientAnswer>> train(RoundOrder order, List<Integer> clients, Watch watch)
      throws InterruptedException {
    Queue<Integer> left = new ConcurrentLinkedQueue<>(clients);
    RoundPulse pulse = new RoundPulse();
    List<Future<List<ClientAnswer>>> working =
        workers.stream()
            .limit(clients.size())
            .map(worker -> worker.submit(order, left, pulse))
            .toList();
    try {
      List<ClientAnswer> answers = new ArrayList<>();
      for (Future<List<ClientAnswer>> each : working) {
        answers.addAll(answers(each, pulse, watch));
      }
      return pulse.stopped() ? Optional.empty() : Optional.of(answers);
    } finally {
      pulse.stop();
      working.forEach(LocalClients::join);
    }
  }

  private static List<ClientAnswer> answers(
      Future<List<ClientAnswer>> working, RoundPulse pulse, Watch watch)
      throws InterruptedException {
    while (true) {
      if (watch.stops()) {
        pulse.stop();
      }
      try {
        return working.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.progressed(pulse.images());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a thread of clients failed", e.getCause());
      }
    }
  }

  /** Until it has ended, however it did; an interruption waits. */
  private static void join(Future<?> working) {
    boolean interrupted = false;
    while (!working.isDone()) {
      try {
        working.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
  }

  /** How far a round is, and whether it goes on. Safe for use by many threads. */
  private static final class RoundPulse implements ClientTrainer.Pulse {
    private final AtomicInteger images = new AtomicInteger();
    private volatile boolean stopped;

    @Override
    public void trained(int more) {
      images.addAndGet(more);
    }

    @Override
    public boolean stopped() {
      return stopped;
    }

    int images() {
      return images.get();
    }

    void stop() {
      stopped = true;
    }
  }

  /** A thread, and the network that it trains, which nobody else touches. */
  private static final class Worker {
    private final LocalTraining settings;
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(work, "clients");
              made.setDaemon(true);
              return made;
            });
    private @Nullable ClientTrainer trainer;

    Worker(LocalTraining settings) {
      this.settings = settings;
    }

    Future<List<ClientAnswer>> submit(
        RoundOrder order, Queue<Integer> left, ClientTrainer.Pulse pulse) {
      return thread.submit(() -> work(order, left, pulse));
    }

    @SuppressWarnings("try") // The threads only have to be there.
    Future<?> prepare() {
      return thread.submit(
          () -> {
            try (NativeThreads one = new NativeThreads(1)) {
              trainer();
            }
          });
    }

    private ClientTrainer trainer() {
      ClientTrainer made = trainer;
      if (made == null) {
        made = ClientTrainer.compiled(settings);
        trainer = made;
      }
      return made;
    }

    @SuppressWarnings("try") // The threads only have to be there.
    private List<ClientAnswer> work(
        RoundOrder order, Queue<Integer> left, ClientTrainer.Pulse pulse) {
      try (NativeThreads one = new NativeThreads(1)) {
        ClientTrainer own = trainer();
        List<ClientAnswer> answers = new ArrayList<>();
        for (Integer client = left.poll(); client != null; client = left.poll()) {
          own.train(order, client, pulse).ifPresent(answers::add);
        }
        return answers;
      }
    }

    void close() {
      join(
          thread.submit(
              () -> {
                if (trainer != null) {
                  trainer.close();
                }
              }));
      thread.shutdown();
    }
  }
}
