package dev.trawl.dashboard;

import dev.trawl.dashboard.ExportJob.Progress;
import dev.trawl.dashboard.ExportJob.Status;
import dev.trawl.dashboard.ExportJob.Zip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports runs one after the other, each into a zip file that waits to be fetched: for a time, or
 * until the server ends. Safe for use by many threads.
 */
final class ExportJobs implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ExportJobs.class);

  /** How long a job that ended is known, and its zip file kept. */
  static final Duration KEPT = Duration.ofHours(1);

  /** How many may wait. */
  static final int MOST_WAITING = 8;

  private static final int MOST_ENDED = 20;
  private static final int CLOSE_SECONDS = 3;

  private final RunExport export;
  private final ExportFolder folder;
  private final Duration kept;
  private final Consumer<ExportJob> listener;
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, ExportJobs::daemon);
  private final Map<String, ExportJob> jobs = new LinkedHashMap<>(); // guarded by itself

  /**
   * @param kept how long after its end a job is known
   * @param listener is told of every change of a job; never blocks
   */
  ExportJobs(RunExport export, Duration kept, Consumer<ExportJob> listener) {
    this.export = export;
    this.folder = new ExportFolder(export.folder());
    this.kept = kept;
    this.listener = listener;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** What may be asked for. */
  RunExport.Offer offer() {
    return export.offer();
  }

  /** Deletes what servers left that were killed. */
  void start() {
    folder.clean();
  }

  /**
   * What is to be exported.
   *
   * @param name of the zip file and of the folder in it
   * @param directory where the folder is to stay; null where only the zip file is wanted
   */
  record Order(
      String runId, String sweepId, RunExport.Wish wish, String name, @Nullable Path directory) {}

  /**
   * Exports a run, after those that were asked for before.
   *
   * @throws RefusedException when too many wait
   */
  ExportJob add(Order order) throws RefusedException {
    String id = UUID.randomUUID().toString();
    ExportJob job = ExportJob.queued(id, order.runId(), order.sweepId(), order.wish());
    synchronized (jobs) {
      if (count(Status.queued) >= MOST_WAITING) {
        throw new RefusedException(
            "need at most %d exports that wait, one is made at a time; found one more"
                .formatted(MOST_WAITING));
      }
      put(job);
    }
    thread.execute(() -> run(id, order));
    return job;
  }

  private long count(Status status) {
    return jobs.values().stream().filter(job -> job.status() == status).count();
  }

  /** Those that are known, in the order in which they were asked for. */
  List<ExportJob> list() {
    synchronized (jobs) {
      return new ArrayList<>(jobs.values());
    }
  }

  Optional<ExportJob> find(String id) {
    synchronized (jobs) {
      return Optional.ofNullable(jobs.get(id));
    }
  }

  /** Where the zip file of a job is that is exported. */
  Path zip(String id) throws IOException {
    return folder.own().resolve(id + ".zip");
  }

  /**
   * Ends a job, one that is at work at its next step; a folder that was asked for stays once it is
   * in its place. Or forgets one that has ended.
   */
  void cancel(String id) {
    if (!change(id, ExportJob::cancelled)) {
      forget(id);
    }
  }

  /** Whether the job was there and had not ended. */
  private boolean change(String id, UnaryOperator<ExportJob> change) {
    synchronized (jobs) {
      ExportJob job = jobs.get(id);
      if (job == null || job.status().isEnd()) {
        return false;
      }
      put(change.apply(job));
      return true;
    }
  }

  private void put(ExportJob job) {
    jobs.put(job.exportId(), job);
    listener.accept(job);
  }

  private void run(String id, Order order) {
    try {
      at(id, "looking for the run", 0, 1);
      Path own = folder.own().resolve(id);
      Path directory = order.directory() == null ? own : order.directory();
      RunExport.Report report =
          export.export(
              order.runId(),
              order.wish(),
              directory,
              (step, done, of) -> at(id, step, done, of + 1));
      Zip zip = pack(id, directory, order.name());
      RunExport.Report told = directory.equals(own) ? report.withoutDirectory() : report;
      change(id, job -> job.exported(told, zip));
      LOGGER.info("run exported run={} formats={}", order.runId(), order.wish().formats());
    } catch (RefusedException | IOException | RuntimeException | Error e) {
      if (!change(id, job -> job.failed(Refusals.text(e)))) {
        LOGGER.info("export cancelled run={}", order.runId());
      } else if (Refusals.isRefusal(e)) {
        LOGGER.warn("export failed run={} reason={}", order.runId(), e.getMessage());
      } else {
        LOGGER.error("export failed run={}", order.runId(), e);
      }
    } finally {
      tidy(id);
    }
  }

  private void at(String id, String step, int done, int of) throws RefusedException {
    if (!change(id, job -> job.at(new Progress(step, done, of)))) {
      throw new RefusedException("the export was cancelled");
    }
  }

  private Zip pack(String id, Path directory, String name) throws IOException, RefusedException {
    ExportJob job = find(id).orElseThrow();
    Progress last = job.progress();
    if (last != null) {
      at(id, "packing the folder", last.of() - 1, last.of());
    }
    Path file = zip(id);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> inside = Files.list(directory)) {
      zip.setLevel(Deflater.BEST_SPEED); // Weights hardly get smaller.
      for (Path each : inside.sorted().toList()) {
        zip.putNextEntry(new ZipEntry(name + "/" + each.getFileName()));
        Files.copy(each, zip);
      }
    }
    return new Zip(name + ".zip", Files.size(file));
  }

  /** Leaves nothing but a zip file that may be fetched, and that for a time. */
  private void tidy(String id) {
    boolean isExported = find(id).filter(job -> job.status() == Status.exported).isPresent();
    try {
      ExportFolder.delete(folder.own().resolve(id));
      if (!isExported) {
        ExportFolder.delete(zip(id));
      }
    } catch (IOException e) {
      LOGGER.warn("export left behind job={} reason={}", id, e.toString());
    }
    if (!thread.isShutdown()) {
      var unused = thread.schedule(() -> forget(id), kept.toMillis(), TimeUnit.MILLISECONDS);
    }
    List<String> ended =
        list().stream().filter(job -> job.status().isEnd()).map(ExportJob::exportId).toList();
    ended.subList(0, Math.max(0, ended.size() - MOST_ENDED)).forEach(this::forget);
  }

  private void forget(String id) {
    synchronized (jobs) {
      jobs.remove(id);
    }
    try {
      ExportFolder.delete(zip(id));
    } catch (IOException e) {
      LOGGER.warn("export left behind job={} reason={}", id, e.toString());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "export");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends all jobs, and deletes what was to be fetched. */
  @Override
  public void close() {
    list().forEach(job -> change(job.exportId(), ExportJob::cancelled));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.warn("export given up, the server ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folder.close();
  }
}
