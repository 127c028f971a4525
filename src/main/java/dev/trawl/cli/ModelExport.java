package dev.trawl.cli;

import dev.trawl.dashboard.RefusedException;
import dev.trawl.dashboard.RunExport;
import dev.trawl.export.ExportException;
import dev.trawl.export.ExportOptions;
import dev.trawl.export.ExportedModel;
import dev.trawl.export.Exporter;
import dev.trawl.export.FormatComparison;
import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelFormats;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Exports for the dashboard. */
final class ModelExport implements RunExport {
  private final Exporter exporter;
  private final ModelFormats formats;
  private final Path folder;

  /**
   * @param folder below which servers keep what is to be fetched
   */
  ModelExport(Exporter exporter, ModelFormats formats, Path folder) {
    this.exporter = exporter;
    this.formats = formats;
    this.folder = folder;
  }

  @Override
  public Offer offer() {
    return new Offer(
        formats.keys(),
        formats.defaults().stream().map(ModelFormat::key).toList(),
        ServerFiles.formats(formats.keys()));
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Report export(String runId, Wish wish, Path directory, Progress progress)
      throws RefusedException {
    ExportOptions options =
        new ExportOptions(
            wish.formats().stream().map(formats::find).flatMap(Optional::stream).toList(),
            wish.tolerance() / 100,
            wish.server() ? List.of(new ServerFiles()) : List.of());
    try {
      return report(
          exporter.export(
              runId, directory, options, (step, done, of) -> tell(progress, step, done, of)),
          directory,
          options.tolerance());
    } catch (ExportException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static void tell(Progress progress, String step, int done, int of)
      throws ExportException {
    try {
      progress.at(step, done, of);
    } catch (RefusedException e) {
      throw new ExportException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The record of an export, in REST and with {@code --json} alike.
   *
   * @param tolerance of accuracy, 0 to 1
   */
  static Report report(ExportedModel model, Path directory, double tolerance) {
    FormatComparison comparison = new FormatComparison(model.formats(), tolerance);
    return new Report(
        model.runId(),
        directory.toString(),
        model.testAccuracy(),
        comparison.asMaps(),
        comparison.notes(),
        model.files().stream()
            .map(file -> new ReportedFile(file.name(), file.bytes(), file.sha256()))
            .toList());
  }
}
