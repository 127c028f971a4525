package dev.trawl.cli;

import dev.trawl.dashboard.RefusedException;
import dev.trawl.dashboard.SweepCheck;
import dev.trawl.dashboard.SweepFileHelp;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.DatasetPaths;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** What this machine knows of sweep files that are being written on the page. */
final class FileHelp implements SweepFileHelp {
  private final Map<String, Object> schema;
  private final SweepFiles files;
  private final Datasets datasets;
  private final Architectures architectures;
  private final BooleanSupplier trains;
  private final Semaphore free = new Semaphore(1);

  /**
   * @param trains whether this process trains a sweep: steps that are tried would disturb it
   */
  FileHelp(
      Map<String, Object> schema,
      SweepFiles files,
      Datasets datasets,
      Architectures architectures,
      BooleanSupplier trains) {
    this.schema = schema;
    this.files = files;
    this.datasets = datasets;
    this.architectures = architectures;
    this.trains = trains;
  }

  @Override
  public Map<String, Object> schema() {
    return schema;
  }

  /** One at a time: two would share the cores, and both seem slow. */
  @Override
  public SweepCheck.Data estimate(SweepSource source, SweepSpec spec)
      throws RefusedException, InterruptedException {
    if (!free.tryAcquire()) {
      throw new RefusedException(
          "need a server that estimates nothing else, found another estimate under way");
    }
    try {
      return estimateAlone(source, spec);
    } finally {
      free.release();
    }
  }

  private SweepCheck.Data estimateAlone(SweepSource source, SweepSpec spec)
      throws RefusedException, InterruptedException {
    if (trains.getAsBoolean()) {
      throw new RefusedException(
          "need a server that trains nothing at the moment, found one that trains a sweep: the"
              + " steps that are tried would disturb it");
    }
    try {
      SweepSource located = DatasetPaths.absolute(source, spec, Path.of(""));
      return TrainingData.of(datasets, architectures, files.read(located).spec()).record();
    } catch (InvalidPathException | InvalidSweepException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }
}
