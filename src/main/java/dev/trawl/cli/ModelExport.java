package dev.trawl.cli;

import dev.trawl.dashboard.RefusedException;
import dev.trawl.dashboard.RunExport;
import dev.trawl.export.ExportException;
import dev.trawl.export.ExportedModel;
import dev.trawl.export.Exporter;
import java.nio.file.Path;

/** Exports for the dashboard. */
final class ModelExport implements RunExport {
  private final Exporter exporter;

  ModelExport(Exporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public Report export(String runId, Path directory) throws RefusedException {
    try {
      return report(exporter.export(runId, directory), directory);
    } catch (ExportException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** The record of an export, in REST and with {@code --json} alike. */
  static Report report(ExportedModel model, Path directory) {
    return new Report(
        model.runId(),
        directory.toString(),
        model.testAccuracy(),
        model.files().stream()
            .map(file -> new ReportedFile(file.name(), file.bytes(), file.sha256()))
            .toList());
  }
}
