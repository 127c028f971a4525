package dev.trawl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What Ctrl-C does, and a request to terminate: the first runs an action, the second leaves at
 * once. Safe for use by many threads.
 */
final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private final Runnable leave;
  private final CountDownLatch came = new CountDownLatch(1);
  private final List<Runnable> restore = new ArrayList<>();
  private Runnable action;

  /**
   * @param unprepared the action until there is another
   * @param leave ends the process
   */
  Interruption(Runnable unprepared, Runnable leave) {
    this.action = unprepared;
    this.leave = leave;
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

  void signal() {
    Runnable toRun;
    synchronized (this) {
      if (came()) {
        leave.run();
        return;
      }
      came.countDown();
      toRun = action;
    }
    // Signals are delivered on one thread at a time, and the second must not wait for the first.
    Thread thread = new Thread(toRun, "interruption");
    thread.setDaemon(true);
    thread.start();
  }

  boolean came() {
    return came.getCount() == 0;
  }

  /** Waits for the first. */
  void await() throws InterruptedException {
    came.await();
  }

  @Override
  public void close() {
    restore.forEach(Runnable::run);
  }
}
