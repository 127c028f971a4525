package dev.trawl.tracking;

import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sweep whose runs a program trains. While it is open a thread tells the database that the
 * program lives; a sweep whose program died is shown as INTERRUPTED. Safe for use by many threads.
 */
public final class TrackedSweep implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TrackedSweep.class);
  private static final int HEARTBEAT_SECONDS = 2;
  private static final RunQuery LAST =
      RunQuery.ALL
          .withLimit(1)
          .withOrder(List.of(new RunOrder(new RunKey.AttributeKey(RunAttribute.NUMBER), true)));

  private final RunStore store;
  private final Sweep sweep;
  private final Owner owner;
  private final SweepStatus whenStopped;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread heart;
  private final Set<String> stopped = ConcurrentHashMap.newKeySet();
  private volatile boolean allStopped;
  private int number;

  /**
   * @param whenStopped what it ends as when a person stops it
   */
  TrackedSweep(RunStore store, Sweep sweep, Owner owner, SweepStatus whenStopped) {
    this.store = store;
    this.sweep = sweep;
    this.owner = owner;
    this.whenStopped = whenStopped;
    this.number =
        Stream.of(store.runs(sweep.id(), LAST), store.deletedRuns(sweep.id(), LAST))
            .flatMap(List::stream)
            .mapToInt(Run::number)
            .max()
            .orElse(0);
    this.heart = new Thread(this::beatRegularly, "heartbeat-" + sweep.id());
    heart.setDaemon(true);
    heart.start();
  }

  public String id() {
    return sweep.id();
  }

  /**
   * Begins a run.
   *
   * @param parameters what distinguishes it: finite numbers that a long or a double holds exactly,
   *     texts, booleans, or lists or arrays of them, at most 100 levels deep
   * @throws IllegalArgumentException for another value, a blank name, or a text with half of a
   *     character
   */
  public TrackedRun begin(Map<String, ?> parameters) {
    Map<String, Object> values = JavaValues.of(parameters);
    Run run = store.createRun(new NewRun(sweep.id(), nextNumber(), 1, values, 0, environment()));
    return new TrackedRun(this, store, sweep, store.startRun(run.id()));
  }

  private synchronized int nextNumber() {
    number++;
    return number;
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(RunProvenance.TRAINED_BY, "a program of its own");
    environment.put("java", Runtime.version().toString());
    environment.put(
        "os",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    return environment;
  }

  /** Whether a person asked, on the page or with {@code trawl stop}, to stop this run or all. */
  boolean stopRequested(String runId) {
    return allStopped || stopped.contains(runId);
  }

  private void beatRegularly() {
    try {
      boolean ours = true;
      while (ours && !closed.await(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
        ours = beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the sweep is still this program's. */
  private boolean beat() {
    try {
      List<StopRequest> requests = store.heartbeat(sweep.id(), owner);
      for (StopRequest request : requests) {
        String run = request.runId();
        if (run == null) {
          allStopped = true;
        } else {
          stopped.add(run);
        }
      }
    } catch (SweepTakenOverException e) {
      log.warn("sweep={} lost: {}", sweep.id(), e.getMessage());
      return false;
    } catch (StoreException e) { // The next one may do.
      log.warn("sweep={} heartbeat not recorded: {}", sweep.id(), e.getMessage());
    } catch (RuntimeException | Error e) { // Likewise; without one we count as dead.
      log.error("sweep={} heartbeat failed", sweep.id(), e);
    }
    return true;
  }

  /**
   * Ends the sweep: FINISHED, or STOPPED when a person asked for it and it was not FINISHED before.
   *
   * @throws dev.trawl.track.SweepTakenOverException when it is another owner's now
   */
  @Override
  public void close() {
    stopHeart();
    if (allStopped) {
      store.endSweep(sweep.id(), whenStopped, "stopped by a person");
    } else {
      store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    }
  }

  /** Waits for a beat that is under way, and puts an interrupt off: the sweep ends all the same. */
  private void stopHeart() {
    closed.countDown();
    boolean interrupted = false;
    while (heart.isAlive()) {
      try {
        heart.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
