package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.InterceptedStore;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import dev.trawl.train.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sweeps of a quadratic, recorded in a real database. */
final class SweepFixture implements AutoCloseable {
  private static final Set<String> WRITES =
      Set.of("createRun", "startRun", "recordEpoch", "endRun", "recordDecision", "endSweep");
  private static final Executor WORKERS = Executors.newCachedThreadPool(SweepFixture::daemon);
  static final SweepSource SOURCE = new SweepSource("test.yaml", "method: random", List.of());
  static final Scheduling QUICK = scheduling(Duration.ofSeconds(60));

  /** For a store that never records again. */
  static final Scheduling IMPATIENT = scheduling(Duration.ofMillis(400));

  final String url =
      "jdbc:h2:mem:%s;USER=sa;PASSWORD=x;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID());
  final RunStore store;
  Searches searches = Searches.standard();
  boolean isLogged;

  /** Reads what was changed of a sweep; a test that changes one says how. */
  SweepFileReader reader =
      source -> {
        throw new IllegalStateException("need a reader, found none");
      };

  private @Nullable Map<Integer, Outcome> whole;

  final List<QuadraticTraining> trainings = Collections.synchronizedList(new ArrayList<>());

  private static Scheduling scheduling(Duration patience) {
    return new Scheduling(
        Duration.ofMillis(50), patience, Duration.ofMillis(20), Duration.ofSeconds(10));
  }

  /** In memory: what the disk does is the store's to test. */
  SweepFixture() {
    store = H2RunStore.open(url, Clock.systemUTC());
  }

  /** Six runs of five epochs, unless the test says otherwise. */
  static SpecBuilder spec() {
    return SpecBuilder.random().parameter("rate", new LogUniformValues(0.01, 0.3)).runCap(6);
  }

  /** The stopping rules, and each with settings that end some of a few runs. */
  static final List<String> RULES = List.of("asha", "hyperband", "median");

  static Selection rule(String name) {
    return new Selection(
        name,
        switch (name) {
          case "asha" -> Map.of("min_iter", 1, "eta", 2.0);
          case "hyperband" -> Map.of("min_iter", 2, "eta", 2.0, "strict", true);
          default -> Map.of("min_iter", 1, "min_runs", 3);
        });
  }

  SweepRunner runner() {
    return runner(store, Owner::ofThisProcess);
  }

  SweepRunner runner(RunStore through, Supplier<Owner> owners) {
    return runner(through, owners, QUICK);
  }

  SweepRunner runner(RunStore through, Supplier<Owner> owners, Scheduling scheduling) {
    return new SweepRunner(
            through,
            isLogged
                ? new LoggedTrainings(this::open, store, LogCapture.NONE, Clock.systemUTC())
                : this::open,
            searches,
            owners,
            scheduling,
            WORKERS,
            Clock.systemUTC())
        .reading(source -> reader.read(source));
  }

  private Training open(SweepSpec spec) {
    QuadraticTraining training = new QuadraticTraining(spec);
    trainings.add(training);
    return training;
  }

  ActiveSweep start(SweepSpec spec, RunListener... listeners) {
    return start(store, spec, listeners);
  }

  ActiveSweep start(RunStore through, SweepSpec spec, RunListener... listeners) {
    try {
      return runner(through, Owner::ofThisProcess).start(SOURCE, spec, List.of(listeners));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Sweep run(SweepSpec spec, RunListener... listeners) throws InterruptedException {
    return start(spec, listeners).await();
  }

  Sweep resume(Sweep sweep, SweepSpec spec, RunListener... listeners) throws Exception {
    return runner().resume(sweep.id(), spec, List.of(listeners)).await();
  }

  List<Run> runs(Sweep sweep) {
    return store.runs(sweep.id(), RunQuery.ALL);
  }

  /**
   * What a sweep of {@link #spec} without interruption results in; it runs when first asked for.
   */
  Map<Integer, Outcome> whole() throws InterruptedException {
    if (whole == null) {
      whole = outcomes(run(spec().build()));
    }
    return whole;
  }

  /** All that must not depend on workers or interruptions, by run number. */
  Map<Integer, Outcome> outcomes(Sweep sweep) {
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    for (Run run : runs(sweep)) {
      List<String> metrics =
          store.metrics(run.id(), Set.of()).stream().map(SweepFixture::text).toList();
      outcomes.put(
          run.number(),
          new Outcome(
              run.attempt(),
              run.status().name(),
              run.provenance().seed(),
              run.parameters(),
              run.metrics(),
              String.valueOf(run.bestEpoch()),
              metrics));
    }
    return outcomes;
  }

  /** All that must not depend on workers, delays or kills. */
  record Jobs(List<String> decisions, Map<Integer, Outcome> runs) {}

  /** Of a sweep that has finished. */
  Jobs jobs(Sweep sweep) {
    assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
    List<String> decisions =
        store.decisions(sweep.id()).stream()
            .sorted(Comparator.comparing(Decision::job).thenComparing(Decision::kind))
            .map(this::text)
            .toList();
    return new Jobs(decisions, outcomes(sweep));
  }

  private String text(Decision decision) {
    Run run = store.run(decision.runId()).orElseThrow();
    return "%d %s run %d attempt %d epoch %d known %d %s %s"
        .formatted(
            decision.job(),
            decision.kind(),
            run.number(),
            run.attempt(),
            decision.epoch(),
            decision.known(),
            decision.rank(),
            decision.standing());
  }

  /** Runs a sweep, or goes on with it, as a process would that is killed before a write. */
  Sweep killed(@Nullable Sweep interrupted, SweepSpec spec, int writes) throws Exception {
    AtomicInteger left = new AtomicInteger(writes);
    Trouble trouble =
        (operation, arguments) -> {
          if (WRITES.contains(operation) && left.getAndDecrement() <= 0) {
            throw new SweepTakenOverException("killed");
          }
        };
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Owner owner = new Owner("gone " + Math.random(), Owner.thisHost(), gone.pid(), Instant.now());
    SweepRunner runner = runner(troubled(trouble), () -> owner);
    ActiveSweep active =
        interrupted == null
            ? runner.start(SOURCE, spec, List.of())
            : runner.resume(interrupted.id(), spec, List.of());
    String id = active.await().id();
    return store.sweep(id).orElseThrow();
  }

  record Outcome(
      int attempt,
      String status,
      long seed,
      Map<String, Object> parameters,
      Map<String, Double> best,
      String bestEpoch,
      List<String> metrics) {}

  private static String text(Metric metric) {
    return "%s %d %s".formatted(metric.key(), metric.step(), metric.value());
  }

  /** Called before each operation of a store; what it throws is what the operation does. */
  interface Trouble {
    void before(String operation, Object[] arguments);
  }

  /** The real store, with trouble before its operations. */
  RunStore troubled(Trouble trouble) {
    return InterceptedStore.of(
        store,
        operation -> {
          trouble.before(operation.name(), operation.arguments());
          return operation.proceed();
        });
  }

  @Override
  public void close() {
    store.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setDaemon(true);
    return thread;
  }
}
