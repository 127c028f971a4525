package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.sweep.CheckpointRetention;
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
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.testkit.TestCache;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Timing;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trainers on a part of the real MNIST, and runs of a small network for them. */
record DigitTrainers(DatasetSpec spec, Dataset dataset) {
  static final Map<String, Object> ALL_IN =
      Map.of("dropout", 0.3, "l2", 1e-4, "learning_rate", 3e-3, "batch_size", 48L);

  /** Turns and moves the training images. */
  private static final Augmentation AUGMENTATION = new Augmentation(10, 0.1, 0);

  static DigitTrainers of(int trainLimit, int testLimit) throws IOException {
    DatasetSpec spec = new DatasetSpec("mnist", null, 0.2, trainLimit, testLimit);
    return new DigitTrainers(spec, new Datasets(TestCache.datasets(), line -> {}).load(spec, 1));
  }

  /** 1,200 images train, 300 validate, and 500 test. */
  static DigitTrainers small() throws IOException {
    return of(1500, 500);
  }

  Trainer trainer(TrainingSpec training) {
    SweepSpec sweep =
        new SweepSpec(
            Title.of("test"),
            spec,
            "cnn",
            SearchSpec.of(Selection.of("grid"), Map.of("l2", new Distribution.Constant(0.0))),
            1,
            new Objective("val_accuracy", Goal.MAXIMIZE, null),
            List.of(0.98, 0.99),
            training,
            ExecutionSpec.DEFAULT);
    RunNetworks networks = new RunNetworks(new Architectures(), sweep, Trainer.images(dataset));
    return new Trainer(dataset, networks, EpochSettings.RULES, Map.of());
  }

  Trainer trainer(int epochs, Selection rule) {
    return trainer(new TrainingSpec(epochs, List.of(rule), null, CheckpointRetention.BEST, null));
  }

  /** Its loss is never good enough: the learning rate falls after each epoch. */
  Trainer trainer(int epochs) {
    return trainer(epochs, falling());
  }

  Trainer augmenting(int epochs) {
    return trainer(
        new TrainingSpec(epochs, List.of(falling()), AUGMENTATION, CheckpointRetention.BEST, null));
  }

  private static Selection falling() {
    return EpochSettings.reduceLr("val_loss", 0.5, 1, 100, 1e-6);
  }

  static Run run(Map<String, Object> parameters, long seed) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.putIfAbsent("filters", List.of(4L, 8L));
    return new Run(
        RunIdentity.of("r", "s", 1),
        all,
        new RunProvenance(seed, Map.of()),
        RunStatus.RUNNING,
        null,
        RunResult.NONE,
        Timing.NONE,
        RecordInfo.of(Instant.EPOCH, 1));
  }
}
