package dev.trawl.analysis;

import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Run;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunLogs;
import dev.trawl.track.RunStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a run failed, and what helps.
 *
 * @param message what was recorded as the reason
 * @param trace the exception's stack; null where no exception ended the run
 * @param advice what to do; null where that is not known
 */
public record FailureCause(String message, @Nullable String trace, @Nullable String advice) {
  /**
   * What helps against failures whose message or trace has one of these texts; the first counts.
   */
  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy(
              List.of("Java heap space", "GC overhead limit exceeded"),
              "Java's heap was full. Start fewer workers (--workers), or give Java more heap, such"
                  + " as JAVA_TOOL_OPTIONS=-Xmx4g."),
          new Remedy(
              List.of("OutOfMemoryError", "Physical memory usage is too high"),
              "The memory beside Java's heap was full. Start fewer workers (--workers), or take a"
                  + " smaller batch_size or network."),
          new Remedy(
              List.of("longer than training.timeout"),
              "Raise training.timeout in the sweep file, or train less: lower training.epochs, or"
                  + " take a smaller network."),
          new Remedy(
              List.of("No space left on device", "disk is full", "not enough space on the disk"),
              "The disk was full. Free some of it, for instance by trawl gc; then resume the"
                  + " sweep."));

  /** Empty for a run that didn't fail. */
  public static Optional<FailureCause> of(Run run, RunLogs logs) {
    return run.status() == RunStatus.FAILED
        ? Optional.of(of(run, failure(run, logs)))
        : Optional.empty();
  }

  /** None where the log is damaged, which hides nothing else of the run. */
  private static RunLog.@Nullable Failure failure(Run run, RunLogs logs) {
    try {
      return logs.log(run.id()).map(RunLog::failure).orElse(null);
    } catch (DamagedRecordException e) {
      return null;
    }
  }

  private static FailureCause of(Run run, RunLog.@Nullable Failure failure) {
    String reason = run.reason();
    String message = reason != null ? reason : failure != null ? failure.message() : "";
    String trace = failure == null ? null : failure.trace();
    String advice = advice(message + "\n" + (trace == null ? "" : trace));
    return new FailureCause(message, trace, advice);
  }

  private static @Nullable String advice(String text) {
    return REMEDIES.stream()
        .filter(remedy -> remedy.signs().stream().anyMatch(text::contains))
        .map(Remedy::advice)
        .findFirst()
        .orElse(null);
  }

  private record Remedy(List<String> signs, String advice) {}
}
