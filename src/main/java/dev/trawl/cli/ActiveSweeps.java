package dev.trawl.cli;

import dev.trawl.dashboard.RefusedException;
import dev.trawl.dashboard.SweepLauncher;
import dev.trawl.export.ExportException;
import dev.trawl.notify.Announcements;
import dev.trawl.notify.UnsendableException;
import dev.trawl.runner.ActiveSweep;
import dev.trawl.runner.SweepRunner;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.DatasetPaths;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweeps that this process runs; one that has ended, and its images with it, is let go. Safe
 * for use by many threads.
 */
final class ActiveSweeps implements SweepLauncher {
  private static final Set<SweepStatus> ENDED =
      EnumSet.of(SweepStatus.FINISHED, SweepStatus.STOPPED, SweepStatus.FAILED);

  private final Supplier<SweepRunner> runner;
  private static final Logger log = LoggerFactory.getLogger(ActiveSweeps.class);

  private final SweepFiles files;
  private final BestModel model;
  private final Announcements announcements;
  private final List<ActiveSweep> sweeps = new CopyOnWriteArrayList<>();
  private final List<Sweep> exporting = new CopyOnWriteArrayList<>();

  /**
   * @param files reads a file again once it is known where its images are
   * @param model what those that are started here may leave behind
   * @param announcements of every sweep that is started here
   */
  ActiveSweeps(
      Supplier<SweepRunner> runner,
      SweepFiles files,
      BestModel model,
      Announcements announcements) {
    this.files = files;
    this.model = model;
    this.runner = runner;
    this.announcements = announcements;
  }

  void add(ActiveSweep sweep) {
    sweeps.add(sweep);
    sweep.whenEnded(() -> sweeps.remove(sweep));
  }

  /** How many run. */
  int count() {
    return sweeps.size();
  }

  /** A relative path of its images is relative to this process's folder. */
  @Override
  public Sweep start(SweepSource source, SweepSpec given) throws RefusedException {
    try {
      model.check(given);
      SweepSource located = DatasetPaths.absolute(source, given, Path.of(""));
      SweepSpec spec = files.read(located).spec();
      announcements.check(spec);
      return begun(runner.get().start(located, spec, List.of(announcements)));
    } catch (IOException
        | ExportException
        | InvalidPathException
        | InvalidSweepException
        | UnsendableException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Sweep resume(Sweep sweep, SweepSpec spec) throws RefusedException {
    try {
      model.check(spec);
      announcements.check(spec);
      return begun(runner.get().resume(sweep.id(), spec, List.of(announcements)));
    } catch (IOException | ExportException | UnsendableException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private Sweep begun(ActiveSweep active) {
    add(active);
    active.whenEnded(() -> export(active.sweep()));
    return active.sweep();
  }

  /** Nobody waits for it: what it fails with is said here. */
  private void export(Sweep ended) {
    if (ended.status() != SweepStatus.FINISHED) {
      return;
    }
    exporting.add(ended);
    try {
      model.export(ended).ifPresent(line -> log.info("sweep={} {}", ended.id(), line));
    } catch (ExportException e) {
      log.warn("sweep={} not exported: {}", ended.id(), e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      log.error("sweep={} not exported", ended.id(), e);
    } finally {
      exporting.remove(ended);
    }
  }

  /** Those that have finished, and whose models may not be there yet. */
  List<Sweep> exporting() {
    return List.copyOf(exporting);
  }

  /**
   * Interrupts those that still run, and returns them but for any that ended by itself meanwhile.
   */
  List<Sweep> interrupt() {
    List<ActiveSweep> running =
        sweeps.stream().filter(active -> active.sweep().status() == SweepStatus.RUNNING).toList();
    running.forEach(ActiveSweep::interrupt);
    return running.stream()
        .map(ActiveSweep::sweep)
        .filter(sweep -> !ENDED.contains(sweep.status()))
        .toList();
  }
}
