package dev.trawl.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * An export that somebody asked this server for, as REST tells it. Immutable.
 *
 * @param progress null unless it is exporting
 * @param report null unless it is exported, as the next
 * @param problem null unless it failed
 */
record ExportJob(
    String exportId,
    String runId,
    String sweepId,
    RunExport.Wish wish,
    Status status,
    @Nullable Progress progress,
    RunExport.@Nullable Report report,
    @Nullable Zip zip,
    @Nullable String problem) {

  /** How far it came. The names are those in REST. */
  enum Status {
    queued,
    exporting,
    exported,
    failed,
    cancelled;

    boolean isEnd() {
      return this != queued && this != exporting;
    }
  }

  /**
   * The step that it is at.
   *
   * @param done steps before it
   * @param of steps in all
   */
  record Progress(String step, int done, int of) {}

  /**
   * The folder in one file.
   *
   * @param name that it is saved under
   */
  record Zip(String name, long bytes) {}

  static ExportJob queued(String exportId, String runId, String sweepId, RunExport.Wish wish) {
    return new ExportJob(exportId, runId, sweepId, wish, Status.queued, null, null, null, null);
  }

  ExportJob at(Progress now) {
    return new ExportJob(exportId, runId, sweepId, wish, Status.exporting, now, null, null, null);
  }

  ExportJob exported(RunExport.Report written, Zip file) {
    return new ExportJob(
        exportId, runId, sweepId, wish, Status.exported, null, written, file, null);
  }

  ExportJob failed(String why) {
    return new ExportJob(exportId, runId, sweepId, wish, Status.failed, null, null, null, why);
  }

  ExportJob cancelled() {
    return new ExportJob(exportId, runId, sweepId, wish, Status.cancelled, null, null, null, null);
  }
}
