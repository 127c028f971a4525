package dev.trawl.spark;

import dev.trawl.spark.ClientTask.Answered;
import dev.trawl.spark.ClientTask.Place;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.spark.OpeningTask.Opened;
import dev.trawl.track.RunEnvironment;
import dev.trawl.train.federated.ClientAnswer;
import dev.trawl.train.federated.ClientAnswer.Trained;
import dev.trawl.train.federated.Clients;
import dev.trawl.train.federated.RoundOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one run, each a task for a round. A client is a job of its own, so that one whose
 * executor is lost trains again alone. For use by one thread.
 */
final class SparkClients implements Clients {
  private static final Logger log = LoggerFactory.getLogger(SparkClients.class);
  private static final int LOOK_MILLIS = 20;
  private static final Duration BEFORE_WAITING_IS_SAID = Duration.ofSeconds(30);

  private final SparkApplication application;
  private final List<Opened> opened;
  private final RunOrder run;
  private final String processor;
  private final UnfitExecutors unfit;
  private final Set<Place> places = new HashSet<>();

  /**
   * @param opened on executors that can train them, as the sweep began
   * @param processor the type of the server's
   */
  SparkClients(SparkApplication application, List<Opened> opened, RunOrder run, String processor) {
    this.application = application;
    this.opened = opened;
    this.run = run;
    this.processor = processor;
    unfit = new UnfitExecutors(application.executors(), "run " + run.number(), run.processor());
  }

  @Override
  public Map<String, String> environment() {
    return environment(opened);
  }

  /** Nothing where no executor has said what it is. */
  static Map<String, String> environment(List<Opened> opened) {
    return opened.isEmpty()
        ? Map.of()
        : Map.of(
            RunEnvironment.CLIENT_HOSTS, all(opened, Opened::host),
            RunEnvironment.CLIENT_PROCESSORS, all(opened, Opened::processor));
  }

  private static String all(List<Opened> opened, Function<Opened, String> part) {
    return opened.stream().map(part).distinct().sorted().collect(Collectors.joining(" and "));
  }

  @Override
  public Optional<List<ClientAnswer>> train(RoundOrder order, List<Integer> clients, Watch watch)
      throws InterruptedException {
    application.requireClosed();
    JavaSparkContext spark = application.spark();
    try {
      spark.setJobGroup(
          "run-" + run.runId(), "run %d, round %d".formatted(run.number(), order.round()), false);
      Broadcast<float[]> weights = spark.broadcast(order.weights());
      try {
        return train(order, clients, weights, watch);
      } finally {
        destroy(weights);
      }
    } catch (IllegalStateException e) {
      throw application.isGone() ? SparkApplication.gone(SparkApplication.reason(e)) : e;
    }
  }

  /** Nothing of them is left in a cluster that is gone, where this would throw. */
  private void destroy(Broadcast<float[]> weights) {
    if (!application.isGone()) {
      weights.destroy();
    }
  }

  private Optional<List<ClientAnswer>> train(
      RoundOrder order, List<Integer> clients, Broadcast<float[]> weights, Watch watch)
      throws InterruptedException {
    List<ClientJob> open = new ArrayList<>();
    try {
      for (int client : clients) {
        ClientTask.Order own =
            new ClientTask.Order(run, order.round(), order.learningRate(), client);
        open.add(new ClientJob(application, own, weights, unfit));
      }
      return answers(open, watch);
    } finally {
      open.forEach(ClientJob::cancel);
    }
  }

  /**
   * @param open loses those that have answered
   */
  private Optional<List<ClientAnswer>> answers(List<ClientJob> open, Watch watch)
      throws InterruptedException {
    List<ClientAnswer> answers = new ArrayList<>();
    MissingExecutors missing = application.missing();
    int images = 0;
    long heard = System.nanoTime();
    while (!open.isEmpty()) {
      if (watch.stops()) {
        return Optional.empty();
      }
      for (Iterator<ClientJob> each = open.iterator(); each.hasNext(); ) {
        Answered answered = each.next().answer();
        if (answered != null) {
          each.remove();
          say(answered.place());
          answers.add(answered.answer());
          images += answered.answer().fold(Trained::trained, failed -> 0);
          heard = System.nanoTime();
        }
      }
      watch.progressed(images);
      heard = sayThatItWaits(heard);
      missing.check();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return Optional.of(answers);
  }

  private void say(Place place) {
    if (!places.add(place)) {
      return;
    }
    log.info(
        "clients train on executor {} on {}, {}",
        place.executor(),
        place.host(),
        place.processor());
    if (!place.processor().equals(processor)) {
      log.warn(
          "executor {} has another type of processor than the driver's {}: the last bits of the"
              + " run's numbers may differ",
          place.executor(),
          processor);
    }
  }

  /** Since when nothing was heard or said. */
  private long sayThatItWaits(long since) {
    boolean isLong = System.nanoTime() - since > BEFORE_WAITING_IS_SAID.toNanos();
    if (!isLong || application.executors().count() > 0) {
      return isLong ? System.nanoTime() : since;
    }
    log.warn(
        "run={} number={} waits for an executor; the cluster has none", run.runId(), run.number());
    return System.nanoTime();
  }

  @Override
  public void close() {
    // The cluster is the sweep's, and between two rounds no client trains.
  }
}
