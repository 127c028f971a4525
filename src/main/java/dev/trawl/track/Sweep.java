package dev.trawl.track;

import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.Title;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sweep as it is recorded.
 *
 * @param id random; a prefix tells sweeps apart
 * @param reason why it stopped, was interrupted or failed; null otherwise
 */
public record Sweep(
    String id,
    Title title,
    SweepPlan plan,
    Provenance provenance,
    Measure measure,
    SweepStatus status,
    @Nullable String reason,
    SweepResult result,
    RecordInfo info) {

  /** The reason of a sweep that a person interrupted. */
  public static final String ASKED = "interrupted";

  /** The same, with another status. */
  public Sweep with(SweepStatus other, String why) {
    return new Sweep(id, title, plan, provenance, measure, other, why, result, info);
  }

  /** The same for readers elsewhere, as {@link Provenance#withoutFolders} has it. */
  public Sweep withoutFolders() {
    return new Sweep(
        id, title, plan, provenance.withoutFolders(), measure, status, reason, result, info);
  }

  public String name() {
    return title.name();
  }

  /** Its file, empty where a program trains its runs in its own loop. */
  public SweepSource source() {
    return provenance.source();
  }

  /** The images of its runs; empty where a program that trains them did not say. */
  public Optional<DatasetInfo> dataset() {
    return Optional.ofNullable(provenance.dataset());
  }

  /** What chooses between its runs; empty where a program that trains them did not say. */
  public Optional<Objective> metric() {
    return Optional.ofNullable(measure.metric());
  }

  /** Accuracies as fractions, ascending. */
  public List<Double> thresholds() {
    return measure.thresholds();
  }

  /** How many runs stand where; a status without runs is absent. */
  public Map<RunStatus, Integer> runs() {
    return result.runs();
  }

  /** As {@link SweepResult} has it. */
  public @Nullable String bestRunId() {
    return result.bestRunId();
  }

  /** Whether a program trains its runs in its own loop. */
  public boolean isExternal() {
    return plan.isExternal();
  }
}
