package dev.trawl.cli.text;

import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Decision;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RungRank;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was decided on a run, at rungs and in the finals.
 *
 * @param decisions of the whole sweep
 */
record DecisionTables(Sweep sweep, Run run, List<Decision> decisions) {
  /** Why the run waited, went on or was stopped; empty where nothing decided on it. */
  Optional<String> atRungs(UnaryOperator<String> heading) {
    List<Decision> found = ofRun(decision -> decision.rank() != null);
    return found.isEmpty() ? Optional.empty() : Optional.of(ranks(found, heading));
  }

  /** How the run did as a candidate of the finals; empty for others. */
  Optional<String> inFinals(UnaryOperator<String> heading) {
    List<Decision> found = ofRun(decision -> decision.standing() != null);
    return found.isEmpty() ? Optional.empty() : Optional.of(standings(found, heading));
  }

  private List<Decision> ofRun(Predicate<Decision> wanted) {
    return decisions.stream()
        .filter(decision -> decision.runId().equals(run.id()))
        .filter(wanted)
        .toList();
  }

  private String ranks(List<Decision> decisions, UnaryOperator<String> heading) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("DECISION"),
                TextTable.Column.right(run.epochWord().toUpperCase(Locale.ROOT)),
                TextTable.Column.right("VALUE"),
                TextTable.Column.right("NEEDED"),
                TextTable.Column.right("RANK"),
                TextTable.Column.right("JOB"),
                TextTable.Column.right("KNOWN UP TO JOB")));
    MetricKind kind = MetricKind.of(metric());
    for (Decision decision : decisions) {
      RungRank rank = Objects.requireNonNull(decision.rank());
      table.add(
          List.of(
              decision.kind().name(),
              Integer.toString(rank.rung()),
              rank.valueText(kind),
              rank.threshold() == null ? "–" : rank.thresholdText(kind),
              "%d of %d".formatted(rank.rank(), rank.of()),
              Integer.toString(decision.job()),
              Integer.toString(decision.known())));
    }
    return table.render(heading);
  }

  private String metric() {
    return sweep.metric().map(Objective::name).orElse(Metric.VAL_ACCURACY);
  }

  private String standings(List<Decision> decisions, UnaryOperator<String> heading) {
    String metric = metric();
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("FINALS"),
                TextTable.Column.right("ROUND"),
                TextTable.Column.right("MEAN"),
                TextTable.Column.left("95 %"),
                TextTable.Column.right("RANK"),
                TextTable.Column.right("P"),
                TextTable.Column.right("P(BEST)")));
    for (Decision decision : decisions) {
      FinalStanding standing = Objects.requireNonNull(decision.standing());
      Interval interval = standing.interval();
      table.add(
          List.of(
              decision.kind().name(),
              Integer.toString(standing.round()),
              Wording.metric(metric, standing.mean()),
              interval == null
                  ? ""
                  : "%s to %s"
                      .formatted(
                          Wording.metric(metric, interval.low()),
                          Wording.metric(metric, interval.high())),
              "%d of %d".formatted(standing.rank(), standing.of()),
              probability(standing.p()),
              probability(standing.best())));
    }
    return table.render(heading);
  }

  private static String probability(@Nullable Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }
}
