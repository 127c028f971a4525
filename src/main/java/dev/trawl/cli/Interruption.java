package dev.trawl.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does, and a request to terminate: the first runs an action, the second leaves at
 * once. So does the first when the process is still there some seconds later, whatever it waits
 * for: all that was reported is on the disk by then. Safe for use by many threads.
 */
final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  /** Within 5 s from the signal the process has ended. */
  private static final Duration LONGEST = Duration.ofMillis(4500);

  private final Runnable overdue;
  private final Duration longest;
  private final CountDownLatch came = new CountDownLatch(1);
  private final List<Runnable> restore = new ArrayList<>();
  private Runnable action;
  private Runnable leave;

  /**
   * @param unprepared the action until there is another
   * @param leave ends the process
   * @param overdue says that not all could be done, before the process leaves
   */
  Interruption(Runnable unprepared, Runnable leave, Runnable overdue) {
    this(unprepared, leave, overdue, LONGEST);
  }

  Interruption(Runnable unprepared, Runnable leave, Runnable overdue, Duration longest) {
    this.action = unprepared;
    this.leave = leave;
    this.overdue = overdue;
    this.longest = longest;
  }

  /** Begins to listen for the signals, until it is closed. */
  Interruption listen() {
    for (String signal : SIGNALS) {
      @Nullable Object earlier = Signals.register(signal, this::signal);
      if (earlier != null) {
        restore.add(() -> Signals.unregister(signal, earlier));
      }
    }
    return this;
  }

  /** Replaces the action; when the signal has come already, runs it. */
  void onFirst(Runnable newAction) {
    synchronized (this) {
      action = newAction;
      if (!came()) {
        return;
      }
    }
    newAction.run();
  }

  /** Replaces how the process ends, at the second or when the first takes too long. */
  synchronized void onSecond(Runnable newLeave) {
    leave = newLeave;
  }

  private synchronized Runnable leave() {
    return leave;
  }

  void signal() {
    boolean second;
    Runnable toRun;
    synchronized (this) {
      second = came();
      toRun = second ? leave : action;
      came.countDown();
    }
    if (second) {
      toRun.run();
      return;
    }
    // Signals are delivered on one thread at a time, and the second must not wait for the first.
    start(toRun, "interruption");
    start(this::leaveInTime, "overdue");
  }

  private static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void leaveInTime() {
    try {
      Thread.sleep(longest.toMillis());
      overdue.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      leave().run();
    }
  }

  boolean came() {
    return came.getCount() == 0;
  }

  /** Waits for the first. */
  void await() throws InterruptedException {
    came.await();
  }

  /** Waits for the first, but no longer than this; false when it did not come. */
  boolean await(Duration atMost) throws InterruptedException {
    return came.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
  }
}
