package dev.trawl.testkit;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own on a store: it records one epoch after the other and prints each once it is
 * recorded.
 */
public final class StoreProcess implements AutoCloseable {
  private static final int MODEL_BYTES = 200_000;
  private static final int HOLE_BYTES = 3_000_000;
  private static final int DROPPING_EPOCH = 3;

  /** Their runs have the lower numbers, so that the last run is one whose epochs are printed. */
  private static final int MOST_HOLES = 1_000_000;

  private final Process process;
  private final BufferedReader output;
  private final Path errors;

  private StoreProcess(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output = process.inputReader();
  }

  public static StoreProcess start(String url) throws IOException {
    return start(url, 0);
  }

  /**
   * Starts one.
   *
   * @param pauseMillis after each epoch
   */
  public static StoreProcess start(String url, int pauseMillis) throws IOException {
    return start(url, pauseMillis, Duration.ZERO);
  }

  /**
   * The same with another clock.
   *
   * @param pauseMillis after each epoch
   * @param ahead by which its clock is off
   */
  public static StoreProcess start(String url, int pauseMillis, Duration ahead) throws IOException {
    Path errors = Files.createTempFile("store-process", ".err");
    errors.toFile().deleteOnExit();
    Process process =
        JavaProcess.with("-Xmx256m")
            .main(StoreProcess.class, url, Integer.toString(pauseMillis), ahead.toString())
            .redirectError(errors.toFile())
            .start();
    return new StoreProcess(process, errors);
  }

  /** An epoch that was reported as recorded. */
  public record Acknowledged(String sweepId, String runId, int epoch) {
    static Acknowledged parse(String line) {
      List<String> words = List.of(line.split(" ", -1));
      return new Acknowledged(words.get(1), words.get(2), Integer.parseInt(words.get(3)));
    }
  }

  public Acknowledged next() throws IOException {
    while (true) {
      String line = output.readLine();
      if (line == null) {
        throw new IOException("the process has ended: " + Files.readString(errors));
      }
      if (isWhole(line)) {
        return Acknowledged.parse(line);
      }
    }
  }

  /** Everything else that it had printed. */
  public List<Acknowledged> rest() {
    return output.lines().filter(StoreProcess::isWhole).map(Acknowledged::parse).toList();
  }

  private static boolean isWhole(String line) {
    return line.startsWith("recorded ") && line.endsWith(" .");
  }

  public long pid() {
    return process.pid();
  }

  public void kill() {
    process.toHandle().destroyForcibly(); // SIGKILL; what it had printed stays readable
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static byte[] model(int epoch) {
    return Samples.model(epoch, MODEL_BYTES);
  }

  public static double accuracy(int epoch) {
    return 1 - 1.0 / (epoch + 1);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }

  /** A run with a model before those that are acknowledged. */
  private static Run recordHole(RunStore store, Sweep sweep, int number) {
    Run run = store.createRun(Samples.run(sweep.id(), number));
    byte[] model = Samples.model(number, HOLE_BYTES);
    return store.recordEpoch(
        run.id(), Samples.epoch(1, Map.of(Metric.VAL_ACCURACY, 0.9), true, model), Set.of(1));
  }

  /** Forever. What follows dropped models is moved to where they were. */
  public static void main(String[] arguments) throws InterruptedException {
    int pauseMillis = Integer.parseInt(arguments[1]);
    RunStore store =
        H2RunStore.open(
            arguments[0], Clock.offset(Clock.systemUTC(), Duration.parse(arguments[2])));
    Owner owner = Owner.ofThisProcess();
    Sweep sweep = store.createSweep(Samples.sweep("other process"), owner);
    ScheduledFuture<?> unused =
        Executors.newSingleThreadScheduledExecutor(StoreProcess::daemon)
            .scheduleWithFixedDelay(
                () -> store.heartbeat(sweep.id(), owner), 2, 2, TimeUnit.SECONDS);
    for (int number = 1; ; number++) {
      Run run = store.startRun(store.createRun(Samples.run(sweep.id(), MOST_HOLES + number)).id());
      Run hole = recordHole(store, sweep, number);
      for (int epoch = 1; epoch <= 20; epoch++) {
        if (epoch == DROPPING_EPOCH) {
          store.endRun(hole.id(), Samples.finished(990), Set.of());
        }
        var metrics = Samples.epoch(epoch, accuracy(epoch), true).metrics();
        store.recordEpoch(
            run.id(), Samples.epoch(epoch, metrics, true, model(epoch)), Set.of(epoch));
        System.out.println("recorded " + sweep.id() + " " + run.id() + " " + epoch + " .");
        Thread.sleep(pauseMillis);
      }
    }
  }
}
