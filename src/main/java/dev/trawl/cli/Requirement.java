package dev.trawl.cli;

import dev.trawl.analysis.NumberText;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a sweep's best run must be like.
 *
 * @param text the filter as the user wrote it
 */
record Requirement(String text, RunFilter filter) {
  /** Enough to tell a value from the one that was required. */
  private static final int DIGITS = 6;

  static Requirement parse(String text) {
    try {
      RunFilter filter = RunFilter.parse(text, "--require");
      filter.comparisons().forEach(Requirement::needFraction);
      return new Requirement(text, filter);
    } catch (InvalidFilterException e) {
      throw CommandException.usage(
          e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
  }

  /** Who asks for 99 means a percentage, and would hear after the whole sweep that none has it. */
  private static void needFraction(RunFilter.Compare compare) {
    double value = compare.value().fold(Literal.Numeric::value, text -> Double.NaN);
    if (value > 1 && compare.key().isFraction()) {
      String meant =
          value > 100 ? "" : " (did you mean %s?)".formatted(NumberText.of(value / 100, DIGITS));
      throw CommandException.usage(
          "--require: found %s, expected an accuracy as a fraction from 0 to 1%s"
              .formatted(compare.text(), meant));
    }
  }

  /**
   * Whether it is met, and by what.
   *
   * @param line for the user
   */
  record Outcome(boolean isMet, String line) {}

  /** Of a sweep that has ended. */
  Outcome check(Runs store, Sweep sweep) {
    Optional<Run> best = Optional.ofNullable(sweep.bestRunId()).flatMap(store::run);
    if (best.isEmpty()) {
      return outcome(false, "no run finished");
    }
    Run run = best.get();
    boolean met =
        store.runs(sweep.id(), RunQuery.ALL.withFilter(filter)).stream()
            .anyMatch(found -> found.id().equals(run.id()));
    return outcome(met, "the best run is %d%s".formatted(run.number(), values(run)));
  }

  private Outcome outcome(boolean met, String found) {
    return new Outcome(met, "%s: required %s, %s".formatted(met ? "met" : "NOT MET", text, found));
  }

  /** Of the metrics that it asks for. */
  private String values(Run run) {
    List<RunKey> keys = filter.keys().toList();
    return run.metrics().entrySet().stream()
        .filter(metric -> keys.contains(new RunKey.MetricKey(metric.getKey())))
        .map(metric -> metric.getKey() + " " + NumberText.of(metric.getValue(), DIGITS))
        .collect(Collectors.joining(", ", " with ", ""))
        .replaceFirst(" with $", "");
  }
}
