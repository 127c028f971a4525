package dev.trawl.spark;

import dev.trawl.spark.Messages.Answer;
import dev.trawl.spark.Messages.Began;
import dev.trawl.spark.Messages.EpochDone;
import dev.trawl.spark.Messages.Judged;
import dev.trawl.spark.Messages.LogLine;
import dev.trawl.spark.Messages.Logged;
import dev.trawl.spark.Messages.Pulse;
import dev.trawl.spark.Messages.SentVerdict;
import dev.trawl.spark.Messages.Told;
import dev.trawl.spark.Messages.Wrote;
import dev.trawl.track.Epoch;
import dev.trawl.track.Owner;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.TrainingObserver;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On an executor: hears from a run in training, and speaks with the driver. A thread of its own
 * says twice a second how far the run is, and hears how it is to go on, so that training never
 * waits for that. What is to be judged waits until it is recorded.
 */
final class RemoteObserver implements TrainingObserver, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RemoteObserver.class);
  private static final int PULSE_MILLIS = 500;
  private static final int LONGEST_WAIT_MILLIS = 50;

  /** What a run's thread may log in half a second. */
  private static final int MOST_LINES = 500;

  /** How often one message is tried; each try may take {@code spark.rpc.askTimeout}. */
  private static final int TRIES = 5;

  private static final Verdict.Stop FENCED =
      new Verdict.Stop(RunStatus.INTERRUPTED, "another task trains it");

  private final Driver driver;
  private final String runId;
  private final long attempt;
  private final Thread pulses = new Thread(this::pulses, "trawl-pulses");
  private final BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>(MOST_LINES);
  private volatile boolean isDropped;
  private int ticket;
  private volatile Verdict.@Nullable Stop stop;
  private volatile boolean isClosed;
  private volatile Pulse progress;

  /** Asks the driver, and waits for its answer. */
  interface Driver {
    /**
     * The answer's bytes.
     *
     * @throws Exception when there is none
     */
    Object ask(Serializable message) throws Exception;
  }

  RemoteObserver(Driver driver, String runId, long attempt) {
    this.driver = driver;
    this.runId = runId;
    this.attempt = attempt;
    progress = new Pulse(runId, attempt, 0, 0, 0);
    pulses.setDaemon(true);
    pulses.start();
  }

  private void pulses() {
    while (!isClosed) {
      try {
        pulse();
        TimeUnit.MILLISECONDS.sleep(PULSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void pulse() throws InterruptedException {
    try {
      sendLog();
      Answer unused = take(driver.ask(progress));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) { // A driver that is slow; Spark ends this JVM when it is gone.
      log.warn("run={} the driver does not answer: {}", runId, e.toString());
    }
  }

  /** To be sent with the next pulse; more than are kept until then are dropped. */
  void logged(LogLine line) {
    if (!lines.offer(line)) {
      isDropped = true;
    }
  }

  private void sendLog() throws Exception {
    ArrayList<LogLine> sent = new ArrayList<>();
    lines.drainTo(sent);
    if (isDropped) {
      isDropped = false;
      sent.add(new LogLine(false, "(some lines are left out)"));
    }
    if (!sent.isEmpty()) {
      Answer unused = take(driver.ask(new Logged(runId, attempt, sent)));
    }
  }

  private Answer take(Object bytes) {
    Answer answer = Packed.unpack(bytes, Answer.class);
    if (answer.isFenced()) {
      stop = FENCED;
    }
    SentVerdict how = answer.stop();
    if (how != null && stop == null) {
      stop = how.verdict().<Verdict.@Nullable Stop>fold(() -> null, pause -> null, asked -> asked);
    }
    return answer;
  }

  @Override
  public Verdict began(Map<String, String> environment) {
    LinkedHashMap<String, String> entries = new LinkedHashMap<>();
    entries.put(RunEnvironment.HOST, Owner.thisHost());
    entries.putAll(environment);
    return judged(new Began(entries));
  }

  @Override
  public void progressed(int epoch, int images, int total) {
    progress = new Pulse(runId, attempt, epoch, images, total);
  }

  @Override
  public Verdict epochEnded(Epoch epoch) {
    return judged(EpochDone.of(epoch));
  }

  @Override
  public void wrote(String path, byte[] content) {
    Verdict unused = judged(new Wrote(path, content));
  }

  /** Waits until it is recorded and judged. */
  private Verdict judged(Judged what) {
    ticket++;
    Answer answer = tell(new Told(runId, attempt, ticket, what));
    try {
      for (int wait = 1; answer.judged() < ticket && !answer.isFenced(); wait *= 2) {
        TimeUnit.MILLISECONDS.sleep(Math.min(wait, LONGEST_WAIT_MILLIS));
        answer = tell(progress);
        wait = Math.min(wait, LONGEST_WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FENCED;
    }
    SentVerdict verdict = answer.verdict();
    return answer.isFenced() || verdict == null ? FENCED : verdict.verdict();
  }

  private Answer tell(Serializable message) {
    for (int tried = 1; ; tried++) {
      try {
        return take(driver.ask(message));
      } catch (Exception e) {
        if (tried == TRIES || e instanceof InterruptedException) {
          throw new IllegalStateException("need an answer of the driver, found " + e, e);
        }
        log.warn("run={} the driver is asked again: {}", runId, e.toString());
      }
    }
  }

  @Override
  public Optional<Verdict.Stop> stop() {
    return Optional.ofNullable(stop);
  }

  /** Whether the run is another's, so that what becomes of it here is nobody's. */
  boolean isFenced() {
    return FENCED.equals(stop);
  }

  /** Sends what was logged last. */
  @Override
  public void close() {
    isClosed = true;
    pulses.interrupt();
    try {
      sendLog();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // It is worth no run.
      log.warn("run={} the driver does not take its log: {}", runId, e.toString());
    }
  }
}
