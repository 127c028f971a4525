package dev.trawl.runner;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep has been told while it runs. The first halt counts. Safe for use by many threads.
 */
final class SweepControl {
  private final CountDownLatch halted = new CountDownLatch(1);
  private final Set<String> killed = ConcurrentHashMap.newKeySet();
  private @Nullable Ending halt;
  private @Nullable Runnable action;
  private @Nullable Runnable wake;
  private boolean isChanged;

  /** Stops the sweep and its runs. */
  void halt(Ending ending) {
    Runnable toRun;
    synchronized (this) {
      if (halt != null) {
        return;
      }
      halt = ending;
      toRun = action;
    }
    halted.countDown();
    if (toRun != null) {
      toRun.run();
    }
  }

  /** Why the sweep was halted; null while it was not. */
  synchronized @Nullable Ending halt() {
    return halt;
  }

  /** Runs {@code onHalt} once the sweep is halted, at once if it is. */
  void whenHalted(Runnable onHalt) {
    synchronized (this) {
      action = onHalt;
      if (halt == null) {
        return;
      }
    }
    onHalt.run();
  }

  /** Somebody asked for changes of the sweep; whoever decides on jobs is woken for that. */
  void change() {
    Runnable toRun;
    synchronized (this) {
      isChanged = true;
      toRun = wake;
    }
    if (toRun != null) {
      toRun.run();
    }
  }

  /** Whether somebody asked for changes since this was asked last. */
  synchronized boolean takeChanged() {
    boolean changed = isChanged;
    isChanged = false;
    return changed;
  }

  /** Runs {@code onChange} whenever changes are asked for. */
  synchronized void whenChanged(Runnable onChange) {
    wake = onChange;
  }

  /** Waits at most {@code time} for a halt, and says whether there is one. */
  boolean awaitHalt(Duration time) throws InterruptedException {
    return halted.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Stops one run, for good. */
  void kill(String runId) {
    killed.add(runId);
  }

  boolean killed(String runId) {
    return killed.contains(runId);
  }
}
