package dev.trawl.dashboard;

import dev.trawl.analysis.PairedDifference;
import dev.trawl.export.Agreement;
import dev.trawl.export.ExportedFormat;
import dev.trawl.export.FormatComparison;
import dev.trawl.export.ReferenceSpeed;
import dev.trawl.export.Speed;
import dev.trawl.export.predict.FormatRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An export of made-up figures, each of whose steps waits until a test allows it. */
final class StepByStepExport implements RunExport {
  private static final Speed FLOATS = new Speed(63, 19_200);

  private final Path folder;
  private final Semaphore allowed;

  /** What it wrote, so far, of all runs. */
  final List<String> written = new ArrayList<>();

  /**
   * @param steps that are allowed at the beginning
   */
  StepByStepExport(Path folder, int steps) {
    this.folder = folder;
    this.allowed = new Semaphore(steps);
  }

  /** One that waits for nothing. */
  static StepByStepExport free(Path folder) {
    return new StepByStepExport(folder, Integer.MAX_VALUE / 2);
  }

  void allow(int steps) {
    allowed.release(steps);
  }

  @Override
  public Offer offer() {
    return new Offer(
        List.of("dl4j", "onnx", "onnx-int8"),
        List.of("dl4j", "onnx"),
        List.of("onnx", "onnx-int8"));
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Report export(String runId, Wish wish, Path directory, Progress progress)
      throws RefusedException {
    int steps = wish.formats().size();
    try {
      Files.createDirectories(directory);
      for (int i = 0; i < steps; i++) {
        String format = wish.formats().get(i);
        progress.at("writing " + format, i, steps);
        if (!allowed.tryAcquire(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("no step was allowed");
        }
        if (wish.tolerance() == 100) {
          throw new StackOverflowError("secret detail");
        }
        if (format.equals("dl4j") && wish.tolerance() == 0) {
          throw new RefusedException("need no tolerance for dl4j, found 0");
        }
        Files.writeString(directory.resolve(format), format);
        written.add(format);
      }
    } catch (IOException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RefusedException("interrupted");
    }
    FormatComparison comparison =
        new FormatComparison(
            wish.formats().stream().map(StepByStepExport::exported).toList(),
            wish.tolerance() / 100);
    return new Report(
        runId,
        directory.toString(),
        0.996,
        comparison.asMaps(),
        comparison.notes(),
        List.of(new ReportedFile("model.json", 12, "ab".repeat(32))));
  }

  private static ExportedFormat exported(String format) {
    boolean quantised = format.endsWith("int8");
    FormatRecord.Tensor image =
        new FormatRecord.Tensor("image", "uint8", List.of(-1, 1, 28, 28), "NCHW", "raw pixels");
    FormatRecord.Tensor output =
        new FormatRecord.Tensor("probabilities", "float32", List.of(-1, 10), "NC", "probability");
    return new ExportedFormat(
        new FormatRecord(
            format,
            format,
            quantised ? 127_943 : 488_993,
            "ab".repeat(32),
            image,
            output,
            996,
            1000),
        "a runtime",
        quantised ? 1_000 : 0,
        new Agreement(quantised ? 2 : 0, 0, quantised ? 0.05 : 1e-6, paired(quantised)),
        quantised ? new Speed(47, 31_100) : FLOATS,
        new ReferenceSpeed("onnx", FLOATS));
  }

  private static PairedDifference paired(boolean quantised) {
    return new PairedDifference(0, quantised ? 2 : 0, 1000);
  }
}
