package dev.trawl.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;

/** Writes a run's model to a folder. Safe for use by many threads. */
@FunctionalInterface
public interface RunExport {

  /**
   * Exports a finished run and verifies the result.
   *
   * @param directory relative to the working directory; made when absent
   * @throws RefusedException when the run has no model, the folder can't be written, or the export
   *     does not reproduce the run's test accuracy
   */
  Report export(String runId, Path directory) throws RefusedException;

  /** What was written. The model was loaded again and reproduced {@code testAccuracy}. */
  record Report(String runId, String directory, double testAccuracy, List<ReportedFile> files) {
    public Report {
      files = List.copyOf(files);
    }

    /** Always: what does not reproduce it is not exported. */
    @JsonProperty
    public boolean verified() {
      return true;
    }
  }

  /** A file of the folder. */
  record ReportedFile(String name, long bytes, String sha256) {}
}
