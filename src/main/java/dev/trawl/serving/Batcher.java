package dev.trawl.serving;

import dev.trawl.export.predict.Predictor;
import dev.trawl.http.RequestException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Has a model predict for many requests, one call at a time. A request that finds the model idle
 * has it predict in its own thread. What comes meanwhile waits, and goes into the next call
 * together: nothing ever waits for a batch to fill. Safe for use by many threads.
 */
final class Batcher implements AutoCloseable {
  /** The most images of one call, unless one request has more. */
  static final int LARGEST_BATCH = 64;

  /** The most images that wait. */
  static final int MOST_WAITING = 1024;

  private final Predictor predictor;
  private final int imageBytes;
  private final IntConsumer sizes;
  private final ReentrantLock model = new ReentrantLock();
  private final Thread thread = new Thread(this::work, "batches");
  private final Deque<Job> jobs = new ArrayDeque<>(); // guarded by itself
  private int waiting; // images, guarded by jobs
  private boolean closed; // guarded by jobs

  /**
   * @param predictor closing the batcher closes it
   * @param sizes is told the number of images of each call
   */
  Batcher(Predictor predictor, int imageBytes, IntConsumer sizes) {
    this.predictor = predictor;
    this.imageBytes = imageBytes;
    this.sizes = sizes;
    thread.setDaemon(true);
    thread.start();
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Job(byte[] images, CompletableFuture<float[]> answer) {}

  /**
   * The images' probabilities, row by row.
   *
   * @throws RequestException 503 when too many wait already
   */
  CompletableFuture<float[]> predict(byte[] images) {
    if (isIdle() && model.tryLock()) {
      try {
        return CompletableFuture.completedFuture(run(images));
      } finally {
        model.unlock();
      }
    }
    return enqueue(images);
  }

  private boolean isIdle() {
    synchronized (jobs) {
      return jobs.isEmpty() && !closed;
    }
  }

  private CompletableFuture<float[]> enqueue(byte[] images) {
    int count = images.length / imageBytes;
    Job job = new Job(images, new CompletableFuture<>());
    synchronized (jobs) {
      if (closed || (waiting > 0 && waiting + count > MOST_WAITING)) {
        throw new RequestException(
            503,
            "Too many wait",
            "need at most %d images that wait, found %d more for %d"
                .formatted(MOST_WAITING, count, waiting));
      }
      jobs.add(job);
      waiting += count;
      jobs.notifyAll();
    }
    return job.answer();
  }

  /** How many images wait. */
  int waiting() {
    synchronized (jobs) {
      return waiting;
    }
  }

  private void work() {
    try {
      while (awaitJob()) {
        model.lock();
        try {
          run(batch());
        } finally {
          model.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free();
    }
  }

  /** False when there is none, and never will be. */
  private boolean awaitJob() throws InterruptedException {
    synchronized (jobs) {
      while (jobs.isEmpty() && !closed) {
        jobs.wait();
      }
      return !jobs.isEmpty();
    }
  }

  /** What waits, as far as it goes into one call. */
  private List<Job> batch() {
    List<Job> batch = new ArrayList<>();
    int bytes = 0;
    synchronized (jobs) {
      for (Job next = jobs.peek();
          next != null
              && (batch.isEmpty() || bytes + next.images().length <= LARGEST_BATCH * imageBytes);
          next = jobs.peek()) {
        bytes += next.images().length;
        batch.add(jobs.remove());
      }
      waiting -= bytes / imageBytes;
    }
    return batch;
  }

  private void run(List<Job> batch) {
    byte[] images = new byte[batch.stream().mapToInt(job -> job.images().length).sum()];
    int at = 0;
    for (Job job : batch) {
      System.arraycopy(job.images(), 0, images, at, job.images().length);
      at += job.images().length;
    }
    try {
      float[] rows = run(images);
      int classes = rows.length / (images.length / imageBytes);
      int row = 0;
      for (Job job : batch) {
        int end = row + job.images().length / imageBytes;
        job.answer().complete(Arrays.copyOfRange(rows, row * classes, end * classes));
        row = end;
      }
    } catch (RuntimeException | Error e) { // after which others are to be answered
      batch.forEach(job -> job.answer().completeExceptionally(e));
    }
  }

  private float[] run(byte[] images) {
    sizes.accept(images.length / imageBytes);
    return predictor.probabilities(images);
  }

  /**
   * Predicts for what waits, then frees the model; nothing may come any more. An answer that closes
   * it, being the last one of its model, doesn't wait for the thread of batches that it runs in.
   */
  @Override
  public void close() {
    synchronized (jobs) {
      closed = true;
      jobs.notifyAll();
    }
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void free() {
    model.lock();
    try {
      predictor.close();
    } finally {
      model.unlock();
    }
  }
}
