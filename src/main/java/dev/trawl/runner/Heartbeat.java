package dev.trawl.runner;

import dev.trawl.track.Adjustment;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.StoreException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says regularly that the sweep's owner lives, and passes on what others ask of it. On a thread of
 * its own, which is never interrupted: an interrupt would close the file under an embedded
 * database.
 */
final class Heartbeat {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private final String sweepId;
  private final Owner owner;
  private final RunStore store;
  private final Recorder recorder;
  private final SweepControl control;
  private final long everyMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  Heartbeat(
      String sweepId,
      Owner owner,
      RunStore store,
      Recorder recorder,
      SweepControl control,
      Scheduling scheduling) {
    this.sweepId = sweepId;
    this.owner = owner;
    this.store = store;
    this.recorder = recorder;
    this.control = control;
    everyMillis = scheduling.heartbeat().toMillis();
    thread = new Thread(this::beatRegularly, "heartbeat-" + sweepId);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends the thread, and waits for it. */
  void stop() throws InterruptedException {
    stopped.countDown();
    thread.join();
  }

  private void beatRegularly() {
    try {
      while (!stopped.await(everyMillis, TimeUnit.MILLISECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does {@code end}, after which there is nothing to beat for. */
  synchronized <T> T last(Supplier<T> end) {
    T ended = end.get();
    stopped.countDown();
    return ended;
  }

  private synchronized void beat() {
    if (stopped.getCount() == 0) {
      return;
    }
    try {
      store.heartbeat(sweepId, owner).forEach(this::obey);
      if (store.adjustments(sweepId).stream().anyMatch(each -> each.job() == Adjustment.ASKED)) {
        control.change();
      }
    } catch (SweepTakenOverException e) {
      recorder.lose(e);
    } catch (StoreException e) {
      // The recorder says so, and gives up when it lasts.
      log.debug("sweep={} heartbeat not recorded: {}", sweepId, e.getMessage());
    } catch (RuntimeException | Error e) { // The next beat may do: without one we count as dead.
      log.error("sweep={} heartbeat failed", sweepId, e);
    }
  }

  private void obey(StopRequest request) {
    String runId = request.runId();
    if (runId == null) {
      control.halt(new Ending(SweepStatus.STOPPED, "stopped by a person"));
    } else {
      control.kill(runId);
    }
  }
}
