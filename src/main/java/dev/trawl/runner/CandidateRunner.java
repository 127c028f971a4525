package dev.trawl.runner;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Arbiter's configuration with so many workers, and keeps what Arbiter's own runner promises.
 *
 * <ul>
 *   <li>Conditions are asked before each candidate is started. {@link MaxCandidatesCondition}
 *       counts the candidates started, so that it is exact; {@link MaxTimeCondition} also stops
 *       those that run.
 *   <li>It ends when the generator has nothing left and nothing runs.
 *   <li>A candidate that fails while it is generated counts as started and failed.
 *   <li>Completions are taken in on the thread that executes, and all of them before it ends.
 *   <li>An interrupt stops the candidates that run, and is still set when {@link #execute} returns.
 * </ul>
 *
 * Tasks are never interrupted, since that would close the file under an embedded database: they are
 * asked to end by way of {@link Stop}. One that doesn't within the grace is left behind, and counts
 * as cancelled.
 */
@SuppressWarnings("rawtypes") // Arbiter's signatures.
final class CandidateRunner extends ObservedRunner {
  private static final Logger log = LoggerFactory.getLogger(CandidateRunner.class);

  /** Asks the tasks that run to end. */
  interface Stop {
    /**
     * Called once, by the thread that executes or the one that shuts down.
     *
     * @param cause the error that no task survives, where one met it
     */
    void stop(@Nullable Error cause);
  }

  private final int workers;
  private final TaskCreator tasks;
  private final Stop stop;
  private final Duration grace;
  private final Clock clock;
  private final BlockingQueue<Future<OptimizationResult>> completions = new LinkedBlockingQueue<>();
  private final IdentityHashMap<Future<OptimizationResult>, Candidate> running =
      new IdentityHashMap<>();
  private volatile boolean draining;
  private volatile boolean stopping;
  private boolean interrupted;
  private int abandoned;
  private long stopNanos;
  private int lastIndex;
  private volatile @Nullable Error fatal;

  CandidateRunner(
      OptimizationConfiguration configuration,
      int workers,
      TaskCreator tasks,
      Stop stop,
      Duration grace,
      Clock clock) {
    super(configuration);
    this.workers = workers;
    this.tasks = tasks;
    this.stop = stop;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public void execute() {
    getConfiguration().setExecutionStartTime(clock.millis());
    tell(listener -> listener.onInitialization(this));
    conditions().forEach(condition -> condition.initialize(this));
    ExecutorService executor = Executors.newFixedThreadPool(workers, CandidateRunner::thread);
    var service = new ExecutorCompletionService<OptimizationResult>(executor, completions);
    try {
      startCandidates(service);
      while (!running.isEmpty()) {
        awaitCompletion();
        startCandidates(service);
      }
    } finally {
      joinRunning();
      executor.shutdown();
      tell(listener -> listener.onShutdown(this));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    Error error = fatal;
    if (error != null) {
      throw error;
    }
  }

  private void startCandidates(ExecutorCompletionService<OptimizationResult> service) {
    while (!draining
        && !terminated()
        && running.size() < workers
        && getConfiguration().getCandidateGenerator().hasMoreCandidates()) {
      start(nextCandidate(), service);
    }
  }

  private Candidate nextCandidate() {
    CandidateGenerator generator = getConfiguration().getCandidateGenerator();
    Candidate candidate;
    try {
      candidate = generator.getCandidate();
    } catch (RuntimeException e) {
      Supplier<Map<String, Object>> nothing = Map::of;
      candidate = new Candidate<>(nothing, lastIndex + 1, new double[0], Map.of(), e);
    }
    lastIndex = candidate.getIndex();
    return candidate;
  }

  private void start(Candidate candidate, ExecutorCompletionService<OptimizationResult> service) {
    CandidateInfo created = info(candidate, CandidateStatus.Created, null, null);
    tally().started(created);
    if (candidate.getException() != null) {
      fail(candidate, candidate.getException());
      return;
    }
    Callable<OptimizationResult> task;
    try {
      task = task(candidate);
    } catch (RuntimeException e) {
      fail(candidate, e);
      return;
    }
    notifyOf(created, null);
    running.put(service.submit(() -> run(candidate, task)), candidate);
    queued(running.size());
  }

  private Callable<OptimizationResult> task(Candidate candidate) {
    OptimizationConfiguration configuration = getConfiguration();
    return tasks.create(
        candidate,
        configuration.getDataSource(),
        configuration.getDataSourceProperties(),
        configuration.getScoreFunction(),
        listeners(),
        this);
  }

  private OptimizationResult run(Candidate candidate, Callable<OptimizationResult> task)
      throws Exception {
    change(info(candidate, CandidateStatus.Running, null, null), null);
    return task.call();
  }

  private void awaitCompletion() {
    try {
      Future<OptimizationResult> future = stopping ? poll(graceLeft()) : poll(timeLeft());
      if (future != null && running.containsKey(future)) {
        finish(future);
      } else if (stopping && graceLeft() == 0) {
        abandonRunning();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      shutdown(false);
    }
  }

  private @Nullable Future<OptimizationResult> poll(long nanos) throws InterruptedException {
    return nanos == Long.MAX_VALUE
        ? completions.take()
        : completions.poll(nanos, TimeUnit.NANOSECONDS);
  }

  private void finish(Future<OptimizationResult> future) throws InterruptedException {
    OptimizationResult result;
    try {
      result = future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof Error error) {
        fatal = error;
        shutdown(false);
      }
      fail(forget(future), cause);
      return;
    }
    forget(future);
    CandidateInfo info = result.getCandidateInfo();
    if (info.getCandidateStatus() == CandidateStatus.Complete) {
      getConfiguration().getCandidateGenerator().reportResults(result);
      tally().completed(result, getConfiguration().getScoreFunction().minimize(), clock.millis());
    }
    change(info, result);
    tell(listener -> listener.onRunnerStatusChange(this));
  }

  private Candidate forget(Future<OptimizationResult> future) {
    Candidate candidate = running.remove(future);
    queued(running.size());
    return candidate;
  }

  private void fail(Candidate candidate, Throwable cause) {
    log.warn("number={} failed outside its training", candidate.getIndex(), cause);
    change(info(candidate, CandidateStatus.Failed, clock.millis(), RunTask.reason(cause)), null);
    tell(listener -> listener.onRunnerStatusChange(this));
  }

  private void joinRunning() {
    if (!running.isEmpty()) {
      shutdown(false);
    }
    while (!running.isEmpty()) {
      awaitCompletion();
    }
  }

  private void abandonRunning() {
    for (Candidate candidate : new ArrayList<>(running.values())) {
      log.warn("number={} did not end within {} and is left behind", candidate.getIndex(), grace);
      change(info(candidate, CandidateStatus.Cancelled, clock.millis(), null), null);
      abandoned++;
    }
    running.clear();
    queued(0);
  }

  private boolean terminated() {
    for (TerminationCondition condition : conditions()) {
      if (condition instanceof MaxCandidatesCondition cap) {
        if (tally().started() >= cap.getMaxCandidates()) {
          return true;
        }
      } else if (condition.terminate(this)) {
        if (condition instanceof MaxTimeCondition) {
          shutdown(false);
        }
        return true;
      }
    }
    return false;
  }

  /** Nanoseconds until a time condition is met; {@link Long#MAX_VALUE} without one. */
  private long timeLeft() {
    return conditions().stream()
        .filter(MaxTimeCondition.class::isInstance)
        .map(MaxTimeCondition.class::cast)
        .mapToLong(time -> time.getEndTime() - System.currentTimeMillis())
        .map(millis -> TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis)))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private long graceLeft() {
    return Math.max(0, stopNanos + grace.toNanos() - System.nanoTime());
  }

  private List<TerminationCondition> conditions() {
    List<TerminationCondition> conditions = getConfiguration().getTerminationConditions();
    return conditions == null ? List.of() : conditions;
  }

  private CandidateInfo info(
      Candidate candidate, CandidateStatus status, @Nullable Long ended, @Nullable String reason) {
    long now = clock.millis();
    Long started = status == CandidateStatus.Created ? null : (Long) now;
    return new CandidateInfo(
        candidate.getIndex(),
        status,
        null,
        now,
        started,
        ended,
        candidate.getFlatParameters(),
        reason);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setDaemon(true);
    return thread;
  }

  /** How many tasks did not end when they were asked to, and may still run. */
  int abandoned() {
    return abandoned;
  }

  @Override
  public void shutdown(boolean awaitCompletion) {
    draining = true;
    if (!awaitCompletion && !stopping) {
      stopNanos = System.nanoTime();
      stopping = true;
      stop.stop(fatal);
      completions.add(CompletableFuture.completedFuture(null)); // Wakes the thread that executes.
    }
  }
}
