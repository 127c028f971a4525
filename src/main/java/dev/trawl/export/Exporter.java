package dev.trawl.export;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.export.ExportedModel.ExportedFile;
import dev.trawl.model.Network;
import dev.trawl.sweep.InvalidSweepException;
import dev.trawl.sweep.SweepFiles;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.train.Evaluator;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.TrainingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * Writes a finished run's best checkpoint as a model folder. The folder is written beside its
 * place, loaded again, measured on the test images, and moved there only when it does as the run
 * did, to the last bit where that can be, and Deeplearning4j's own layers count the same but for
 * rounding. Safe for use by many threads.
 */
public final class Exporter {
  static final String MODEL_FILE = "model.zip";
  static final String DESCRIPTION_FILE = "model.json";
  static final String CARD_FILE = "model-card.md";

  /** Of the loss: a thousand times what another processor's rounding was seen to make of it. */
  private static final double LOSS_TOLERANCE = 1e-5;

  private final RunStore store;
  private final SweepFiles sweepFiles;
  private final Datasets datasets;
  private final Clock clock;

  public Exporter(RunStore store, SweepFiles sweepFiles, Datasets datasets, Clock clock) {
    this.store = store;
    this.sweepFiles = sweepFiles;
    this.datasets = datasets;
    this.clock = clock;
  }

  /**
   * Exports a run.
   *
   * @param directory where the folder is to be; an earlier export there is replaced, anything else
   *     is left alone
   * @throws ExportException when the run isn't finished, something needed is missing, or the export
   *     doesn't reproduce the run's test result
   */
  public ExportedModel export(String runId, Path directory) throws ExportException {
    Subject subject = subject(runId);
    NativeBackend.inspect();
    try {
      return new ModelFolder(directory).write(folder -> fill(folder, subject));
    } catch (IOException | TrainingException e) {
      throw new ExportException(
          "the model could not be written to %s: %s".formatted(directory, cause(e)), e);
    }
  }

  /** The JDK's exceptions of files say in words only sometimes what happened, and never where. */
  private static String cause(Exception e) {
    if (!(e instanceof FileSystemException file)) {
      return String.valueOf(e.getMessage());
    }
    String found =
        e instanceof NoSuchFileException
            ? "nothing can be made there"
            : e instanceof AccessDeniedException
                ? "no permission"
                : e instanceof FileAlreadyExistsException
                    ? "a file is there, not a folder"
                    : file.getReason();
    return "%s, %s".formatted(found == null ? e.getClass().getSimpleName() : found, file.getFile());
  }

  /** What is exported, and what it is verified against. */
  private record Subject(
      Sweep sweep,
      Run run,
      int epoch,
      CheckpointData checkpoint,
      Evaluation expected,
      Dataset dataset) {}

  private Subject subject(String runId) throws ExportException {
    Run run = store.run(runId).orElseThrow(() -> missing("a run", runId));
    if (run.status() != RunStatus.FINISHED) {
      throw new ExportException(
          "need a FINISHED run, found %s %s".formatted(run.id(), run.status()));
    }
    store.needWhole(run.id());
    Sweep sweep =
        store.sweep(run.sweepId()).orElseThrow(() -> missing("the run's sweep", run.sweepId()));
    Evaluation expected =
        store.evaluation(run.id()).orElseThrow(() -> missing("test metrics of run", run.id()));
    int epoch = Objects.requireNonNull(run.bestEpoch(), "a tested run has a best epoch");
    CheckpointData checkpoint =
        store
            .checkpoint(run.id(), epoch)
            .orElseThrow(() -> missing("the checkpoint of epoch " + epoch + " of run", run.id()));
    return new Subject(sweep, run, epoch, checkpoint, expected, sameData(sweep));
  }

  private static ExportException missing(String needed, String id) {
    return new ExportException("need %s %s, found none".formatted(needed, id));
  }

  /** The images that the run was tested on, or it can't be verified. */
  private Dataset sameData(Sweep sweep) throws ExportException {
    try {
      SweepSpec spec = sweepFiles.read(sweep.source()).spec();
      Dataset dataset = datasets.load(spec.dataset(), spec.seed());
      if (!dataset.sha256().equals(sweep.dataset().sha256())) {
        throw new ExportException(
            "need the data set %s with SHA-256 %s, found %s"
                .formatted(dataset.name(), sweep.dataset().sha256(), dataset.sha256()));
      }
      return dataset;
    } catch (InvalidSweepException e) {
      throw new ExportException("the sweep's file can't be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ExportException("the test images can't be loaded: " + e.getMessage(), e);
    }
  }

  private ExportedModel fill(Path folder, Subject subject) throws IOException, ExportException {
    Path modelFile = folder.resolve(MODEL_FILE);
    long weights = writeModel(subject.checkpoint().model(), modelFile);
    Evaluation measured = measure(modelFile, subject.dataset(), Evaluator::evaluate);
    checkTested(subject.expected(), measured);
    checkPlainModel(modelFile, subject.dataset(), measured);
    ModelDescription description =
        new ModelDescription(
            subject.sweep(),
            subject.run(),
            subject.epoch(),
            measured,
            ModelFolder.describe(modelFile),
            weights,
            clock.instant());
    Files.writeString(folder.resolve(DESCRIPTION_FILE), description.toJson());
    Files.writeString(folder.resolve(CARD_FILE), ModelCard.write(description));
    List<ExportedFile> files = new ArrayList<>();
    for (String name : List.of(MODEL_FILE, DESCRIPTION_FILE, CARD_FILE)) {
      files.add(ModelFolder.describe(folder.resolve(name)));
    }
    return new ExportedModel(subject.run().id(), folder, measured.accuracy(), files);
  }

  /** Writes the model without the updater's state; returns how many weights it has. */
  private static long writeModel(byte[] checkpoint, Path file) throws IOException {
    try (Network network = Network.read(checkpoint)) {
      Files.write(file, network.writeForInference());
      return network.weights();
    }
  }

  /**
   * The model is the one that was tested. With the run's processor and number of threads it gives
   * the same bits; others round otherwise.
   */
  private static void checkTested(Evaluation tested, Evaluation measured) throws ExportException {
    double difference = Math.abs(measured.loss() - tested.loss());
    if (!hasSameAccuracy(tested, measured) || difference > LOSS_TOLERANCE * tested.loss()) {
      throw new ExportException(
          "need the run's test accuracy %s and loss %s, found %s and %s from the exported model"
              .formatted(tested.accuracy(), tested.loss(), measured.accuracy(), measured.loss()));
    }
  }

  /** As many images right, but for one in ten thousand or two in all. */
  private static boolean hasSameAccuracy(Evaluation one, Evaluation other) {
    return Math.abs(one.correct() - other.correct()) <= Math.max(2, one.images() * 1e-4);
  }

  /** Others load the model with Deeplearning4j's own layers, which round otherwise. */
  private static void checkPlainModel(Path model, Dataset dataset, Evaluation measured)
      throws IOException, ExportException {
    Evaluation plain = measure(model, dataset, Evaluator::evaluateAsItIs);
    if (!hasSameAccuracy(measured, plain)) {
      throw new ExportException(
          "need the accuracy %s from Deeplearning4j's own layers too, found %s"
              .formatted(measured.accuracy(), plain.accuracy()));
    }
  }

  private static Evaluation measure(
      Path model, Dataset dataset, BiFunction<Evaluator, Network, Evaluation> how)
      throws IOException {
    try (Network network = Network.read(Files.readAllBytes(model))) {
      return how.apply(new Evaluator(dataset.test(), dataset.labels().size()), network);
    }
  }
}
