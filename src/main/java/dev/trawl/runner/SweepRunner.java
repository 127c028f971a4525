package dev.trawl.runner;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Adjustment;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.KnownRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.UnfinishedSweepException;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs sweeps: proposes runs, trains them on workers, records everything.
 *
 * <p>The runs and their metrics depend on the sweep file alone: not on the number of workers, nor
 * on where the sweep was interrupted and resumed; {@link SweepJobs} says how. What a budget leaves
 * of them depends on the time that they take. A sweep ends FINISHED when its search is exhausted, a
 * run reached the metric's target, or its budget leaves time for nothing more; FAILED when all its
 * runs failed, or {@code max_failures} of them in a row, in the order in which they ended. Runs
 * that train when nothing new may start are finished first.
 *
 * <p>Safe for use by many threads, and for several sweeps at once.
 */
public final class SweepRunner {
  private static final Logger log = LoggerFactory.getLogger(SweepRunner.class);

  private final RunStore store;
  private final TrainingFactory trainings;
  private final Searches searches;
  private final Supplier<Owner> owners;
  private final Scheduling scheduling;
  private final Executor executor;
  private final Clock clock;
  private final BiFunction<NewSweep, Owner, Sweep> creation;
  private final SweepFileReader reader;
  private final Supplier<Instant> begun;

  /**
   * @param owners a new owner, of this process, for each sweep that is started or resumed
   * @param executor runs each run that trains on a thread of its own, at once
   */
  public SweepRunner(
      RunStore store,
      TrainingFactory trainings,
      Searches searches,
      Supplier<Owner> owners,
      Scheduling scheduling,
      Executor executor,
      Clock clock) {
    this(
        store,
        trainings,
        searches,
        owners,
        scheduling,
        executor,
        clock,
        store::createSweep,
        source -> {
          throw new IllegalStateException("need a reader of changed sweep files, found none");
        },
        clock::instant);
  }

  private SweepRunner(
      RunStore store,
      TrainingFactory trainings,
      Searches searches,
      Supplier<Owner> owners,
      Scheduling scheduling,
      Executor executor,
      Clock clock,
      BiFunction<NewSweep, Owner, Sweep> creation,
      SweepFileReader reader,
      Supplier<Instant> begun) {
    this.store = store;
    this.trainings = trainings;
    this.searches = searches;
    this.owners = owners;
    this.scheduling = scheduling;
    this.executor = executor;
    this.clock = clock;
    this.creation = creation;
    this.reader = reader;
    this.begun = begun;
  }

  /** The same, but it starts no sweep while the newest one of its name is unfinished. */
  public SweepRunner onePerName() {
    return new SweepRunner(
        store,
        trainings,
        searches,
        owners,
        scheduling,
        executor,
        clock,
        store::createOnlySweep,
        reader,
        begun);
  }

  /** The same for sweeps that are changed after their start: what is changed is read with it. */
  public SweepRunner reading(SweepFileReader changed) {
    return new SweepRunner(
        store, trainings, searches, owners, scheduling, executor, clock, creation, changed, begun);
  }

  /**
   * The same for a sweep whose budget counts from a moment on, and not from when its images are
   * there.
   *
   * @param earlier asked once, when they are
   */
  public SweepRunner since(Supplier<Instant> earlier) {
    return new SweepRunner(
        store, trainings, searches, owners, scheduling, executor, clock, creation, reader, earlier);
  }

  /**
   * Records a new sweep, and runs it.
   *
   * @param source what {@code spec} was read from
   * @throws UnfinishedSweepException where one of its name is, for {@link #onePerName}
   * @throws IOException when its data can't be had
   */
  public ActiveSweep start(SweepSource source, SweepSpec spec, List<RunListener> listeners)
      throws IOException {
    return start(source, spec, Continuation.ofNothing(), listeners);
  }

  /**
   * Records a new sweep of one run, and runs it: run {@code number} with its parameters and its
   * seed, as it is in the whole sweep.
   *
   * @param number from 1 to the sweep's planned runs
   * @throws IOException when its data can't be had
   */
  public ActiveSweep startOnly(
      int number, SweepSource source, SweepSpec spec, List<RunListener> listeners)
      throws IOException {
    return start(source, spec, Continuation.only(number), listeners);
  }

  private ActiveSweep start(
      SweepSource source, SweepSpec spec, Continuation runs, List<RunListener> listeners)
      throws IOException {
    Training training = trainings.open(spec);
    try {
      Instant began = begun.get();
      List<KnownRun> known = new WarmStarts(store, spec, training.dataset()).read();
      Integer planned = runs.isOfOne() ? (Integer) 1 : SweepJobs.plannedRuns(spec, known);
      Owner owner = owners.get();
      Sweep sweep = creation.apply(NewSweep.of(source, spec, training.dataset(), planned), owner);
      if (!known.isEmpty()) {
        store.recordKnownRuns(sweep.id(), known);
      }
      Course course = new Course(reader, source, spec, List.of());
      return launch(
          sweep, owner, course, slots(spec, training), training, listeners, known, runs, began);
    } catch (RuntimeException | IOException e) {
      training.close();
      throw e;
    }
  }

  /**
   * Goes on with a sweep: unfinished runs from their last checkpoint, then those that were not
   * started. A FINISHED sweep has nothing left, and is returned as it is.
   *
   * @param spec what the sweep's recorded source says, with what was changed of it
   * @throws IOException when its data can't be had, or is not the data of its earlier runs
   * @throws SweepOwnedException while another owner lives
   * @throws dev.trawl.track.DamagedRecordException when a record of it or its runs is damaged: a
   *     run that can't be read would be trained again under its own number
   */
  public ActiveSweep resume(String sweepId, SweepSpec spec, List<RunListener> listeners)
      throws IOException {
    Sweep recorded =
        store
            .sweep(sweepId)
            .orElseThrow(
                () -> new IllegalArgumentException("need a recorded sweep, found " + sweepId));
    if (recorded.status() == SweepStatus.FINISHED) {
      return new ActiveSweep(
          recorded,
          store,
          new SweepControl(),
          CompletableFuture.completedFuture(recorded),
          () -> Duration.ZERO,
          scheduling.grace());
    }
    store.needWholeSweep(sweepId);
    Training training = trainings.open(spec);
    try {
      Instant began = begun.get();
      requireSameData(recorded, training);
      Owner owner = owners.get();
      Sweep claimed = store.claimSweep(sweepId, owner);
      List<KnownRun> known = known(claimed, spec, training);
      Continuation left = left(claimed, spec, known);
      List<Adjustment> changes = store.holdAdjustments(claimed.id(), left.nextJob());
      SweepSpec begun = changes.isEmpty() ? spec : reader.read(claimed.source());
      Course course = new Course(reader, claimed.source(), begun, changes);
      return launch(
          claimed, owner, course, slots(spec, training), training, listeners, known, left, began);
    } catch (RuntimeException | IOException e) {
      training.close();
      throw e;
    }
  }

  /** What is recorded, unless a kill came before that: then there is no run yet. */
  private List<KnownRun> known(Sweep sweep, SweepSpec spec, Training training) throws IOException {
    List<KnownRun> recorded = store.knownRuns(sweep.id());
    if (!recorded.isEmpty() || !sweep.runs().isEmpty()) {
      return recorded;
    }
    List<KnownRun> known = new WarmStarts(store, spec, training.dataset()).read();
    if (!known.isEmpty()) {
      store.recordKnownRuns(sweep.id(), known);
    }
    return known;
  }

  /** What is left; of a sweep that was started for one run of its file, just that run. */
  private Continuation left(Sweep sweep, SweepSpec spec, List<KnownRun> known) {
    Continuation left =
        new RecordedJobs(
                store,
                sweep.id(),
                spec.metric().name(),
                spec.execution().retries(),
                searches.lag(spec) > 0)
            .read();
    boolean onlyOne =
        Objects.equals(sweep.plan().runs(), 1)
            && store.adjustments(sweep.id()).isEmpty() // They are refused for one run alone.
            && !Objects.equals(SweepJobs.plannedRuns(spec, known), 1);
    return onlyOne ? left.withoutNew() : left;
  }

  private static void requireSameData(Sweep sweep, Training training) throws IOException {
    Optional<String> needed = sweep.dataset().map(DatasetInfo::sha256);
    String found = training.dataset().sha256();
    if (!needed.equals(Optional.of(found))) {
      throw new IOException(
          "sweep %s needs the data of its earlier runs, SHA-256 %s, found %s"
              .formatted(sweep.id(), needed.orElse("none"), found));
    }
  }

  private ActiveSweep launch(
      Sweep sweep,
      Owner owner,
      Course course,
      int slots,
      Training training,
      List<RunListener> listeners,
      List<KnownRun> known,
      Continuation left,
      Instant began) {
    SweepSpec spec = course.latest();
    SweepControl control = new SweepControl();
    Recorder recorder = new Recorder(sweep.id(), store, control, scheduling);
    TargetReached target = new TargetReached(spec.metric());
    store.runs(sweep.id(), RunQuery.ALL).forEach(target::consider);
    String metric = spec.metric().name();
    Supplier<Duration> earlier =
        () -> recorder.record(each -> SpentTime.before(began, each, sweep.id(), metric));
    SweepContext context =
        new SweepContext(
            sweep.id(),
            course,
            SearchSpace.of(spec),
            searches,
            training,
            store,
            recorder,
            control,
            new Listeners(listeners),
            target,
            new FailureLimit(spec.execution().maxFailures()),
            new Budget(course, new Forecast(training), clock, began, earlier),
            clock);
    SweepJobs jobs = new SweepJobs(context, known, left, slots);
    if (course.isChanged() && !left.isInFinals()) {
      jobs.recordPlan();
    }
    JobLoop loop =
        new JobLoop(
            jobs, jobs::slots, executor, cause -> control.halt(ending(cause)), scheduling.grace());
    control.whenHalted(loop::stop);
    control.whenChanged(loop::wake);
    Heartbeat heartbeat = new Heartbeat(sweep.id(), owner, store, recorder, control, scheduling);
    SweepSession session = new SweepSession(sweep, context, heartbeat, loop);
    CompletableFuture<Sweep> end = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(session, end), "sweep-" + sweep.id());
    thread.setDaemon(true);
    thread.start();
    return new ActiveSweep(
        sweep, store, control, end, loop::waited, scheduling.grace().multipliedBy(2));
  }

  private int slots(SweepSpec spec, Training training) {
    int slots = spec.execution().workers() == null ? training.slots() : spec.execution().workers();
    int lag = searches.lag(spec);
    if (lag > 0 && lag < slots) {
      log.warn(
          "{} workers wait for each other: a search with a lag of {} uses {}", slots, lag, lag);
    }
    return slots;
  }

  /** What the runs end with that an error or an interrupt of the sweep's own thread stops. */
  private static Ending ending(@Nullable Error cause) {
    return cause == null
        ? new Ending(SweepStatus.INTERRUPTED, Sweep.ASKED)
        : new Ending(SweepStatus.FAILED, RunTask.reason(cause));
  }

  /** Whatever happens is the future's end: nobody waits in vain. */
  private static void run(SweepSession session, CompletableFuture<Sweep> end) {
    try {
      end.complete(session.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      end.completeExceptionally(e);
    }
  }
}
