package dev.trawl.analysis;

import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Decision;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the finals of a sweep came to.
 *
 * @param metric by which they were judged
 * @param winner its own run, of the search
 * @param standing the winner's in the last round
 * @param others how each other candidate stood in its last round, the best first
 * @param testAccuracy the mean of the winner's new seeds on the test images; null without one. It
 *     chose nothing
 */
public record FinalsResult(
    Objective metric,
    Run winner,
    FinalStanding standing,
    List<Candidate> others,
    @Nullable Double testAccuracy) {
  public FinalsResult {
    others = List.copyOf(others);
  }

  /**
   * A candidate that did not win.
   *
   * @param stayed whether it was in the finals to the end
   */
  public record Candidate(Run run, FinalStanding standing, boolean stayed) {}

  /**
   * Empty while there is no winner among the runs.
   *
   * @param runs of the whole sweep, with the finals
   * @param decisions of the whole sweep
   */
  public static Optional<FinalsResult> of(
      Objective metric, Collection<Run> runs, Collection<Decision> decisions) {
    Map<String, Run> byId = runs.stream().collect(Collectors.toMap(Run::id, Function.identity()));
    Map<String, Decision> last = new LinkedHashMap<>();
    for (Decision decision : decisions) {
      if (decision.standing() != null && byId.containsKey(decision.runId())) {
        last.put(decision.runId(), decision);
      }
    }
    return last.values().stream()
        .filter(decision -> decision.kind() == Kind.WIN)
        .findFirst()
        .map(
            win ->
                new FinalsResult(
                    metric,
                    Objects.requireNonNull(byId.get(win.runId())),
                    Objects.requireNonNull(win.standing()),
                    others(last.values(), byId),
                    testAccuracy(win.runId(), runs)));
  }

  private static List<Candidate> others(Collection<Decision> last, Map<String, Run> byId) {
    List<Candidate> others = new ArrayList<>();
    for (Decision decision : last) {
      Run run = byId.get(decision.runId());
      FinalStanding standing = decision.standing();
      if (decision.kind() != Kind.WIN && run != null && standing != null) {
        others.add(new Candidate(run, standing, decision.kind() == Kind.KEEP));
      }
    }
    others.sort(
        Comparator.comparingInt((Candidate other) -> -other.standing().round())
            .thenComparingInt(other -> other.standing().rank()));
    return others;
  }

  private static @Nullable Double testAccuracy(String winner, Collection<Run> runs) {
    OptionalDouble mean =
        runs.stream()
            .filter(run -> winner.equals(run.parent()) && run.status() == RunStatus.FINISHED)
            .map(run -> run.metrics().get(Metric.TEST_ACCURACY))
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .average();
    return mean.isPresent() ? mean.getAsDouble() : null;
  }

  /** For people: the winner. */
  public String outcome() {
    return "Run %d won the finals: %s %s in the mean of %s%s%s; it was chosen with %s."
        .formatted(
            winner.number(),
            metric.name(),
            text(standing.mean()),
            seeds(standing.round()),
            interval(),
            probability(),
            text(winner.metrics().get(metric.name())));
  }

  /** For people, a line each: the winner, and those who left. */
  public String sentence() {
    StringBuilder text = new StringBuilder(outcome());
    for (Candidate other : others) {
      text.append("%n  run %d".formatted(other.run().number())).append(fate(other));
    }
    return text.toString();
  }

  private static String seeds(int count) {
    return count == 1 ? "1 new seed" : count + " new seeds";
  }

  private String interval() {
    Interval interval = standing.interval();
    return interval == null
        ? ""
        : " (95 %%: %s to %s)".formatted(text(interval.low()), text(interval.high()));
  }

  private String probability() {
    Double best = standing.best();
    return best == null ? "" : ", the best of them with probability %s".formatted(number(best));
  }

  private String fate(Candidate other) {
    Double p = other.standing().p();
    Double mean = other.standing().mean();
    if (mean == null) {
      return " left: one of its runs did not finish";
    }
    String chance = p == null ? "" : " (p = %s)".formatted(number(p));
    return ": %s in the mean of %s%s%s"
        .formatted(
            text(mean),
            seeds(other.standing().round()),
            other.stayed() ? "" : "; it left, worse by more than chance",
            chance);
  }

  private static String number(double fraction) {
    return fraction < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", fraction);
  }

  private String text(@Nullable Double value) {
    if (value == null) {
      return "none";
    }
    return MetricKind.of(metric.name()).isFraction()
        ? Accuracies.percent(value)
        : String.format(Locale.ROOT, "%.4f", value);
  }
}
