package dev.trawl.export;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.TrainingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a finished run's best checkpoint as a model folder. The folder is written beside its
 * place, loaded again in every way that its formats have, measured on the test images, and moved
 * there only when it does as the run did, but for rounding: {@link ExportVerification}. Safe for
 * use by many threads.
 */
public final class Exporter {
  private final RunStore store;
  private final SweepFiles sweepFiles;
  private final Datasets datasets;
  private final ModelFormats formats;
  private final List<FolderAddition> additions;
  private final Clock clock;

  /** An exporter of models alone. */
  public Exporter(
      RunStore store, SweepFiles sweepFiles, Datasets datasets, ModelFormats formats, Clock clock) {
    this(store, sweepFiles, datasets, formats, List.of(), clock);
  }

  /**
   * @param additions what may be asked for beside models
   */
  public Exporter(
      RunStore store,
      SweepFiles sweepFiles,
      Datasets datasets,
      ModelFormats formats,
      List<FolderAddition> additions,
      Clock clock) {
    this.store = store;
    this.sweepFiles = sweepFiles;
    this.datasets = datasets;
    this.formats = formats;
    this.additions = List.copyOf(additions);
    this.clock = clock;
  }

  /** Exports a run in the default formats: {@link #export(String, Path, ExportOptions)}. */
  public ExportedModel export(String runId, Path directory) throws ExportException {
    return export(runId, directory, new ExportOptions(formats.defaults(), ExportOptions.TOLERANCE));
  }

  /** Exports a run while nobody asks how far it is. */
  public ExportedModel export(String runId, Path directory, ExportOptions options)
      throws ExportException {
    return export(runId, directory, options, ExportProgress.NONE);
  }

  /**
   * Exports a run.
   *
   * @param directory where the folder is to be; an earlier export there is replaced, anything else
   *     is left alone
   * @throws ExportException when the run isn't finished, something needed is missing, a format
   *     can't hold the network, the export doesn't predict what the run did, or {@code progress}
   *     ended it
   */
  public ExportedModel export(
      String runId, Path directory, ExportOptions options, ExportProgress progress)
      throws ExportException {
    ExportSteps steps = new ExportSteps(options, progress);
    ModelFolder place = place(directory);
    try {
      place.refuseToReplace(); // before the data, which may take minutes to come
      steps.begin("loading the data");
      ExportedRun exported = exported(runId);
      NativeBackend.inspect();
      FolderContents contents =
          new FolderContents(exported, options, formats, clock.instant(), steps);
      return place.write(contents::fill);
    } catch (IOException | TrainingException e) {
      throw unwritten(directory, e);
    }
  }

  /**
   * Looks whether something could be exported to a folder.
   *
   * @throws ExportException when something other than an earlier export is there
   */
  public void check(Path directory) throws ExportException {
    try {
      place(directory).refuseToReplace();
    } catch (IOException e) {
      throw new ExportException(
          "need a folder to write, found %s: %s".formatted(directory, cause(e)), e);
    }
  }

  /** Where a folder is to be, which may replace an earlier export only. */
  ModelFolder place(Path directory) {
    Set<String> ours = new HashSet<>(formats.files());
    ours.addAll(FolderContents.FILES);
    additions.forEach(addition -> ours.addAll(addition.files()));
    return new ModelFolder(directory, ours);
  }

  static ExportException unwritten(Path directory, Exception e) {
    return new ExportException(
        "the model could not be written to %s: %s".formatted(directory, cause(e)), e);
  }

  /** The JDK's exceptions of files say in words only sometimes what happened, and never where. */
  static String cause(Exception e) {
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

  private ExportedRun exported(String runId) throws ExportException {
    Run run = store.run(runId).orElseThrow(() -> missing("a run", runId));
    if (run.status() != RunStatus.FINISHED) {
      throw new ExportException(
          "need a FINISHED run, found %s %s".formatted(run.id(), run.status()));
    }
    if (store.checkpoints(run.id()).isEmpty()) {
      throw new ExportException(
          "need a run with a checkpoint, found %s, of which none is kept".formatted(run.id()));
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
    return new ExportedRun(sweep, run, epoch, checkpoint, expected, sameData(sweep));
  }

  private static ExportException missing(String needed, String id) {
    return new ExportException("need %s %s, found none".formatted(needed, id));
  }

  /** The images that the run was tested on, or it can't be verified. */
  private Dataset sameData(Sweep sweep) throws ExportException {
    try {
      SweepSpec spec = sweepFiles.read(sweep.source()).spec();
      Dataset dataset = datasets.load(spec.dataset(), spec.seed());
      DatasetInfo recorded = recorded(sweep);
      if (!dataset.sha256().equals(recorded.sha256())) {
        throw new ExportException(
            "need the data set %s with SHA-256 %s, found %s"
                .formatted(dataset.name(), recorded.sha256(), dataset.sha256()));
      }
      return dataset;
    } catch (InvalidSweepException e) {
      throw new ExportException("the sweep's file can't be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ExportException("the test images can't be loaded: " + e.getMessage(), e);
    }
  }

  private static DatasetInfo recorded(Sweep sweep) throws ExportException {
    return sweep.dataset().orElseThrow(() -> missing("the data set of sweep", sweep.id()));
  }
}
