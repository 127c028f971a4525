package dev.trawl.dashboard;

import dev.trawl.search.Searches;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.testkit.FakeClock;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Measure;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Provenance;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.EpochRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Records sweeps in a store as a runner would, with numbers that are always the same. */
final class Recording {
  static final String YAML =
      """
      name: digits
      description: A small sweep over the learning rate.
      dataset: mnist
      method: random
      seed: 42
      run_cap: 12
      metric: {name: val_accuracy, goal: maximize}
      parameters:
        filters:       {values: [[16, 32], [32, 64]]}
        dropout:       {min: 0.0, max: 0.5}
        learning_rate: {distribution: log_uniform_values, min: 3e-4, max: 3e-1}
      training: {epochs: 3}
      """;

  static final SweepSource SOURCE =
      new SweepSource("sweeps/digits.yaml", YAML, List.of("training.epochs=3"));

  static final DatasetInfo DIGITS =
      new DatasetInfo(
          "mnist",
          "5d".repeat(32),
          48_000,
          12_000,
          10_000,
          28,
          28,
          1,
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

  private final RunStore store;
  private final FakeClock clock;
  final Owner owner =
      new Owner(
          UUID.randomUUID().toString(),
          Owner.thisHost(),
          ProcessHandle.current().pid(),
          ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH));

  Recording(RunStore store, FakeClock clock) {
    this.store = store;
    this.clock = clock;
  }

  static SweepFiles files() {
    return new SweepFiles(
        () -> Set.of("mnist"),
        new ParameterCatalog() {
          @Override
          public Set<String> models() {
            return Set.of("cnn");
          }

          @Override
          public Map<String, Hyperparameter> parameters(String model) {
            Map<String, Hyperparameter> parameters = new LinkedHashMap<>();
            add(parameters, "filters", Hyperparameter.Type.INTEGER_LIST, 1, 1024, List.of(32L));
            add(parameters, "dropout", Hyperparameter.Type.REAL, 0, 0.95, 0.0);
            add(parameters, "batch_size", Hyperparameter.Type.INTEGER, 1, 4096, 64L);
            add(parameters, "learning_rate", Hyperparameter.Type.REAL, 1e-8, 10, 1e-3);
            return parameters;
          }
        },
        Searches.standard(),
        EpochRules.standard());
  }

  private static void add(
      Map<String, Hyperparameter> parameters,
      String name,
      Hyperparameter.Type type,
      double min,
      double max,
      Object value) {
    parameters.put(name, new Hyperparameter(name, type, min, max, List.of(), value, ""));
  }

  static NewSweep newSweep() {
    try {
      return NewSweep.of(SOURCE, files().read(SOURCE).spec(), DIGITS, 12);
    } catch (InvalidSweepException e) {
      throw new AssertionError(e);
    }
  }

  /** A sweep with nine finished runs, one that diverged and one that is still running. */
  Sweep digits() {
    Sweep sweep = store.createSweep(newSweep(), owner);
    for (int number = 1; number <= 9; number++) {
      Run run = begin(sweep, number, 0.0005 * number);
      double error = 0.004 + 0.0015 * Math.abs(number - 4);
      for (int epoch = 1; epoch <= 3; epoch++) {
        run = epoch(run, epoch, error * (4 - epoch), true);
      }
      end(run, error);
    }
    diverge(begin(sweep, 10, 0.25));
    epoch(begin(sweep, 11, 0.002), 1, 0.02, true);
    store.heartbeat(sweep.id(), owner);
    return store.sweep(sweep.id()).orElseThrow();
  }

  /**
   * A sweep of three runs with what they predict for 40 validation and 20 test images: the second
   * has more right than the first, the third as many.
   */
  Sweep predicting() {
    Sweep sweep = store.createSweep(newSweep(), owner);
    int[] wrong = {12, 2, 11};
    for (int number = 1; number <= wrong.length; number++) {
      Run run = begin(sweep, number, 0.0005 * number);
      step();
      double error = wrong[number - 1] / 40.0;
      byte[] model = {(byte) number};
      store.recordEpoch(
          run.id(),
          new Epoch(
              1,
              Map.of("val_accuracy", 1 - error),
              1.5,
              Map.of(),
              true,
              new CheckpointData(model, "{}"),
              predictions(Part.VALIDATION, 40, wrong[number - 1], number)),
          Set.of(1));
      step();
      store.endRun(
          run.id(),
          new RunEnd(
              RunStatus.FINISHED,
              null,
              0.25,
              Map.of(),
              evaluation(error),
              predictions(Part.TEST, 20, number, number),
              null),
          Set.of(1));
    }
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    return store.sweep(sweep.id()).orElseThrow();
  }

  /** Every other image of the file; the first ones wrong, taken for a class after the right one. */
  private static ImagePredictions predictions(Part part, int images, int wrong, int beyond) {
    int[] indexes = new int[images];
    int[] classes = new int[images];
    int[] confidences = new int[images];
    BitSet right = new BitSet();
    for (int i = 0; i < images; i++) {
      indexes[i] = 2 * i;
      right.set(i, i >= wrong);
      classes[i] = (label(indexes[i]) + (i < wrong ? beyond : 0)) % 10;
      confidences[i] = 255 - i;
    }
    return new ImagePredictions(part, 1, indexes, classes, confidences, right);
  }

  /** What an image of the file is. */
  static int label(int index) {
    return index % 10;
  }

  /** The only run of a sweep whose program told neither a data set nor a metric. */
  Run ownLoop() {
    NewSweep own =
        new NewSweep(
            Title.of("own-loop"),
            SweepPlan.external("policy", 2),
            Provenance.external(null),
            new Measure(null, List.of()));
    Sweep sweep = store.createSweep(own, owner);
    Run run = store.createRun(new NewRun(sweep.id(), 1, 1, Map.of("gamma", 0.5), 0, Map.of()));
    for (int epoch = 1; epoch <= 2; epoch++) {
      step();
      Map<String, Double> metrics = Map.of("reward", 1.0 + epoch);
      store.recordEpoch(
          run.id(), new Epoch(epoch, metrics, 1, false, CheckpointData.NONE), Set.of());
    }
    RunEnd end = new RunEnd(RunStatus.FINISHED, null, 0, null);
    store.endRun(run.id(), end, Set.of());
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    return run;
  }

  Run begin(Sweep sweep, int number, double learningRate) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("filters", number % 2 == 0 ? List.of(16L, 32L) : List.of(32L, 64L));
    parameters.put("dropout", 0.125 * (number % 3));
    parameters.put("learning_rate", learningRate);
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("trawl", "0.1.0");
    environment.put("backend", "nd4j-native, oneDNN");
    Run run =
        store.createRun(new NewRun(sweep.id(), number, 1, parameters, 1_000 + number, environment));
    step();
    return store.startRun(run.id());
  }

  Run epoch(Run run, int number, double error, boolean best) {
    step();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train_loss", 3 * error);
    metrics.put("train_accuracy", 1 - error / 2);
    metrics.put("val_loss", 4 * error);
    metrics.put("val_accuracy", 1 - error);
    metrics.put("learning_rate", 0.001);
    metrics.put("images_per_second", 5000.0);
    metrics.put("network_parameters", 60_000.0 + 1_000 * run.number());
    byte[] model =
        "model %d after %d".formatted(run.number(), number).getBytes(StandardCharsets.UTF_8);
    return store.recordEpoch(
        run.id(),
        new Epoch(number, metrics, 1.5, PHASES, best, new CheckpointData(model, "{}")),
        Set.of(number));
  }

  /** Of each epoch, recording apart from the second and a half. */
  private static final Map<String, Double> PHASES =
      Map.of(
          "data", 0.0625,
          "forward", 0.5,
          "backward", 0.75,
          "update", 0.0625,
          "evaluation", 0.09375,
          "recording", 0.015625,
          "other", 0.03125);

  Run end(Run run, double error) {
    step();
    return store.endRun(
        run.id(),
        new RunEnd(
            RunStatus.FINISHED,
            null,
            0.25,
            Map.of(),
            evaluation(error),
            null,
            (40.0 + run.number()) / 1e6),
        Set.of(run.epochs()));
  }

  private void diverge(Run run) {
    step();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("train_loss", Double.NaN);
    metrics.put("val_loss", Double.POSITIVE_INFINITY);
    metrics.put("val_accuracy", 0.1);
    store.recordEpoch(
        run.id(),
        new Epoch(1, metrics, 1.5, true, new CheckpointData(new byte[] {1}, "{}")),
        Set.of(1));
    store.endRun(run.id(), new RunEnd(RunStatus.FAILED, "diverged", 0.25, null), Set.of());
    store.recordLog(
        run.id(),
        new RunLog(
            "run 10 began\n", "ended\n", 5, new RunLog.Failure("a.B: no", "a.B: no\n\tat c")));
  }

  /** 1,000 images of each class; the wrong ones are taken for the next class. */
  private static Evaluation evaluation(double error) {
    long wrong = Math.round(1000 * error);
    List<List<Long>> confusion = new ArrayList<>();
    for (int label = 0; label < 10; label++) {
      List<Long> row = new ArrayList<>(Collections.nCopies(10, 0L));
      row.set(label, 1000 - wrong);
      row.set((label + 1) % 10, wrong);
      confusion.add(row);
    }
    return new Evaluation(5 * error, confusion);
  }

  /** Short, for a sweep whose owner is not heard of for 15 s is marked as interrupted. */
  private void step() {
    clock.advance(Duration.ofMillis(100));
  }
}
