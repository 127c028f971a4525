package dev.trawl.dashboard;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a run's model to a folder. Safe for use by many threads. */
public interface RunExport {
  /** What may be asked for. */
  Offer offer();

  /** The folder below which servers keep what is to be fetched from them; made when absent. */
  Path folder();

  /**
   * Exports a finished run and verifies the result.
   *
   * @param directory made when absent
   * @param progress hears of each step
   * @throws RefusedException when the run has no model, a format can't hold it, the folder can't be
   *     written, the export does not reproduce the run's test accuracy, or {@code progress} ended
   *     it; nothing is left then
   */
  Report export(String runId, Wish wish, Path directory, Progress progress) throws RefusedException;

  /**
   * What may be asked for.
   *
   * @param formats in the order in which they are shown
   * @param defaults of these, what a wish without formats gets
   * @param served of these, what a server needs one of
   */
  record Offer(List<String> formats, List<String> defaults, List<String> served) {
    public Offer {
      formats = List.copyOf(formats);
      defaults = List.copyOf(defaults);
      served = List.copyOf(served);
    }
  }

  /**
   * What is asked for.
   *
   * @param formats of those that are offered, at least one
   * @param tolerance points of accuracy that 8 bits may lose, 0 to 100
   * @param server whether to add {@code serve.jar} and a Dockerfile
   */
  record Wish(List<String> formats, double tolerance, boolean server) {
    public Wish {
      formats = List.copyOf(formats);
    }
  }

  /** Hears how far an export is. */
  @FunctionalInterface
  interface Progress {
    /**
     * A step begins.
     *
     * @param done steps before it
     * @param of steps in all
     * @throws RefusedException to end the export
     */
    void at(String step, int done, int of) throws RefusedException;
  }

  /**
   * What was written. The model was loaded again and reproduced {@code testAccuracy}.
   *
   * @param directory null where the folder is only to be fetched
   * @param formats in the order they were asked for, each as in {@code model.json} and with its
   *     speed against floats
   * @param notes what that says, in sentences
   */
  record Report(
      String runId,
      @Nullable String directory,
      double testAccuracy,
      List<Map<String, Object>> formats,
      List<String> notes,
      List<ReportedFile> files) {
    public Report {
      formats = List.copyOf(formats);
      notes = List.copyOf(notes);
      files = List.copyOf(files);
    }

    Report withoutDirectory() {
      return new Report(runId, null, testAccuracy, formats, notes, files);
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
