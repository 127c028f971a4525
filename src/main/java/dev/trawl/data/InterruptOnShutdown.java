package dev.trawl.data;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * While open, a shutdown of the JVM interrupts the thread that opened it and waits a few seconds
 * for it to close this: time to end child processes and to remove what is half done.
 */
final class InterruptOnShutdown implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 5;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  InterruptOnShutdown() {
    Thread opener = Thread.currentThread();
    hook = new Thread(() -> interrupt(opener), "interrupt-on-shutdown");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      opener.interrupt();
    }
  }

  private void interrupt(Thread opener) {
    opener.interrupt();
    try {
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook is running, and ends now.
    }
  }
}
