package dev.trawl.bench;

import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.Epoch;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Verdict;
import dev.trawl.train.EpochRules;
import dev.trawl.train.TrainerFactory;
import dev.trawl.train.Training;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Trains runs of the base network as a sweep does, recorded in a database, and says what their
 * thread's processor time goes to. See src/bench/run.
 *
 * <p>Argument: a folder for the database. Measures once for each line on the standard input, and
 * answers with lines of mode, figure and value, with tabs between, and an empty one: microseconds
 * for each step of 64 images, without evaluation, and shares of them.
 */
public final class RunBenchmark {
  private static final String MODEL = "cnn";
  private static final int EPOCHS = 3;
  private static final int IMAGES = 19_200;
  private static final double MICROS = 1e6;
  private static final Map<String, Object> VALUES =
      Map.of("batch_size", (long) BenchmarkImages.BATCH);

  private final RunStore store;
  private final Training training;
  private final String sweep;
  private int runs;

  private RunBenchmark(RunStore store, Training training) {
    this.store = store;
    this.training = training;
    this.sweep =
        store.createSweep(GeneratedSweeps.sweep("benchmark", 1), Owner.ofThisProcess()).id();
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String url = "jdbc:h2:file:" + Path.of(arguments[0]).resolve("trawl");
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC());
        Training training = open()) {
      RunBenchmark benchmark = new RunBenchmark(store, training);
      while (lines.readLine() != null) {
        benchmark.measure();
        System.out.println();
      }
    }
  }

  private static Training open() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "trawl", "datasets");
    return new TrainerFactory(
            new Datasets(cache, line -> {}), new Architectures(), EpochRules.standard())
        .open(spec());
  }

  private void measure() throws IOException {
    NewRun fresh = new NewRun(sweep, ++runs, 1, VALUES, runs, training.environment(VALUES));
    Run run = store.startRun(store.createRun(fresh).id());
    Recorder recorder = new Recorder(run.id());
    RunEnd end = training.train(run, null, recorder);
    if (end.status() != RunStatus.FINISHED) {
      throw new IllegalStateException("need a finished run, found " + end.status());
    }
    store.endRun(run.id(), end, Set.of());
    recorder.say();
  }

  private static void say(String figure, double value) {
    System.out.printf("float32\t%s\t%f%n", figure, value);
  }

  /** Records epochs, and sums up what all but the first took, in which code and memory warm up. */
  private final class Recorder extends HeardTraining {
    private final String run;
    private final Map<String, Double> phases = new HashMap<>();
    private double began;
    private double seconds;
    private double recordingSeconds;
    private int images;

    Recorder(String run) {
      this.run = run;
    }

    @Override
    public void progressed(int epoch, int done, int total) {
      if (epoch > 1 && done == total) {
        images += total;
      }
    }

    @Override
    public Verdict epochEnded(Epoch epoch) {
      double trained = Speed.processorSeconds();
      store.recordEpoch(run, epoch, Set.of(epoch.number()));
      double now = Speed.processorSeconds();
      if (epoch.number() > 1) {
        seconds += now - began;
        recordingSeconds += now - trained;
        epoch.phases().forEach((phase, time) -> phases.merge(phase, time, Double::sum));
      }
      began = now;
      return Verdict.CONTINUE;
    }

    /** Phases are in wall time, so only as shares of each other. */
    void say() {
      double all = phases.values().stream().mapToDouble(Double::doubleValue).sum();
      double evaluated = phases.getOrDefault(Phase.EVALUATION, 0.0) / all;
      double trainingSeconds = (seconds - recordingSeconds) * (1 - evaluated) + recordingSeconds;
      double unevaluated = all * (1 - evaluated);
      double primitives =
          phases.getOrDefault(Phase.FORWARD, 0.0) + phases.getOrDefault(Phase.BACKWARD, 0.0);
      double microsAStep = MICROS * BenchmarkImages.BATCH / images;
      RunBenchmark.say("step", trainingSeconds * microsAStep);
      RunBenchmark.say("primitives", (seconds - recordingSeconds) * primitives / all * microsAStep);
      RunBenchmark.say("data", phases.getOrDefault(Phase.DATA, 0.0) / unevaluated);
      RunBenchmark.say("update", phases.getOrDefault(Phase.UPDATE, 0.0) / unevaluated);
      RunBenchmark.say(
          "recording",
          phases.getOrDefault(Phase.RECORDING, 0.0) / unevaluated
              + recordingSeconds / trainingSeconds);
    }
  }

  private static SweepSpec spec() {
    double validation = 0.1;
    return new SweepSpec(
        Title.of("benchmark"),
        new DatasetSpec("mnist", null, validation, IMAGES, null),
        MODEL,
        SearchSpec.of(
            Selection.of("grid"),
            Map.of("batch_size", new Distribution.Constant((long) BenchmarkImages.BATCH))),
        1,
        new Objective("val_accuracy", Goal.MAXIMIZE, null),
        List.of(),
        TrainingSpec.of(EPOCHS),
        ExecutionSpec.DEFAULT);
  }
}
