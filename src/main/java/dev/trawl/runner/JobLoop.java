package dev.trawl.runner;

import dev.trawl.track.Run;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works jobs off, so many at a time, until there is none left and none runs. Every way that a run
 * ends is in {@link RunTask}; this is how the runs of a sweep come about.
 *
 * <p>One thread executes the loop: while a slot is free it asks {@link Jobs} for a job and submits
 * it, else it waits for the next end and takes that in. So {@code Jobs} is never asked by two
 * threads, and decides on one job after the other. It may have no job now and one after the next
 * end: the loop asks again after each, and is done when there is neither a job nor anything that
 * runs.
 *
 * <p>What a job throws is not a run's end but a defect, or a fault outside of the training: {@code
 * Jobs} records it and the others go on. An {@link Error} that comes through is one that the JVM
 * doesn't survive: the others are stopped, and it is thrown once they have ended.
 *
 * <p>Jobs are never interrupted, since that would close the file under an embedded database: they
 * are asked to end by way of {@link Stop}, once, whoever stops and however often; an end that
 * belongs to no job wakes the loop. A job that doesn't end within the grace is left behind and
 * counted, and its end is not taken in: a batch may take long, and Ctrl-C should not. An interrupt
 * of the executing thread stops the jobs that run, and is still set when {@link #execute} returns.
 *
 * <p>In whatever way {@link #execute} ends, nothing that it started still runs but what was left
 * behind, and all other ends were taken in.
 */
final class JobLoop {
  private static final Logger log = LoggerFactory.getLogger(JobLoop.class);

  /** Asks the jobs that run to end. */
  interface Stop {
    /**
     * Called once, by the thread that executes or the one that stops.
     *
     * @param cause the error that no job survives, where one met it
     */
    void stop(@Nullable Error cause);
  }

  private final Jobs jobs;
  private final IntSupplier slots;
  private final Stop stop;
  private final Duration grace;
  private final BlockingQueue<Future<Run>> ends = new LinkedBlockingQueue<>();
  private final ExecutorCompletionService<Run> service;
  private final IdentityHashMap<Future<Run>, Jobs.Task> running = new IdentityHashMap<>();
  private volatile boolean stopping;
  private volatile @Nullable Error fatal;
  private boolean interrupted;
  private int abandoned;
  private final AtomicLong waitedNanos = new AtomicLong();
  private volatile long stopNanos;

  /**
   * @param slots how many jobs run at once, asked whenever one may start
   * @param executor runs a job on a thread of its own, at once
   * @param grace how long a job may take to end once it is asked to
   */
  JobLoop(Jobs jobs, IntSupplier slots, Executor executor, Stop stop, Duration grace) {
    this.jobs = jobs;
    this.slots = slots;
    this.stop = stop;
    this.grace = grace;
    service = new ExecutorCompletionService<>(executor, ends);
  }

  /** Returns when nothing runs any more but what was left behind. */
  void execute() {
    try {
      startJobs();
      while (!running.isEmpty()) {
        awaitEnd();
        startJobs();
      }
    } finally {
      joinRunning();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    Error error = fatal;
    if (error != null) {
      throw error;
    }
  }

  /** Starts nothing new, and asks what runs to end. From any thread; the first call counts. */
  synchronized void stop() {
    if (!stopping) {
      stopNanos = System.nanoTime();
      stopping = true;
      stop.stop(fatal);
      wake();
    }
  }

  /** There may be other jobs, or more of them at once, than when it last asked. */
  void wake() {
    ends.add(CompletableFuture.completedFuture(null));
  }

  /** How many jobs did not end when they were asked to, and may still run. */
  int abandoned() {
    return abandoned;
  }

  /** How long free slots waited for jobs far back, all of them together. */
  Duration waited() {
    return Duration.ofNanos(waitedNanos.get());
  }

  private void startJobs() {
    while (!stopping && running.size() < slots.getAsInt()) {
      Optional<? extends Jobs.Task> job = jobs.next();
      if (job.isEmpty()) {
        return;
      }
      running.put(service.submit(job.get()), job.get());
    }
  }

  private void awaitEnd() {
    int waiting = jobs.isBehind() ? Math.max(0, slots.getAsInt() - running.size()) : 0;
    long began = System.nanoTime();
    try {
      Future<Run> end = stopping ? ends.poll(graceLeft(), TimeUnit.NANOSECONDS) : ends.take();
      Jobs.Task job = end == null ? null : running.remove(end);
      if (end != null && job != null) {
        takeIn(job, end);
      } else if (stopping && graceLeft() == 0) {
        abandonRunning();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      stop();
    } finally {
      waitedNanos.addAndGet(waiting * (System.nanoTime() - began));
    }
  }

  private void takeIn(Jobs.Task job, Future<Run> end) throws InterruptedException {
    try {
      jobs.ended(job, end.get());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof Error error) {
        fatal = error;
        stop();
      }
      jobs.failed(job, cause);
    }
  }

  private void joinRunning() {
    if (!running.isEmpty()) {
      stop();
    }
    while (!running.isEmpty()) {
      awaitEnd();
    }
  }

  private void abandonRunning() {
    running
        .values()
        .forEach(
            job ->
                log.warn(
                    "number={} did not end within {} and is left behind", job.number(), grace));
    abandoned += running.size();
    running.clear();
  }

  private long graceLeft() {
    return Math.max(0, stopNanos + grace.toNanos() - System.nanoTime());
  }
}
