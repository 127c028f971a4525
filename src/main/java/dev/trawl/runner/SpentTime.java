package dev.trawl.runner;

import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How long a sweep was at work before a session, as it is recorded: the time in which at least one
 * attempt of its runs trained, to its end or the last epoch before an interruption. What lies
 * between does not count. The end of an interrupted run is the last sign of who trained it, and is
 * recorded until it goes on: so this is to be asked before.
 */
final class SpentTime {
  private SpentTime() {}

  private record Span(Instant from, Instant to) {}

  /**
   * @param metric of its runs, which each epoch has
   * @param session when that began
   */
  static Duration before(Instant session, RunStore store, String sweepId, String metric) {
    List<Span> spans = new ArrayList<>();
    Stream.of(
            store.runs(sweepId, RunQuery.ALL),
            store.deletedRuns(sweepId, RunQuery.ALL),
            store.earlierAttempts(sweepId))
        .flatMap(List::stream)
        .forEach(run -> spans.addAll(spans(session, store, run, metric)));
    spans.sort(Comparator.comparing(Span::from));
    Duration spent = Duration.ZERO;
    Instant until = Instant.MIN;
    for (Span span : spans) {
      Instant from = span.from().isAfter(until) ? span.from() : until;
      if (span.to().isAfter(from)) {
        spent = spent.plus(Duration.between(from, span.to()));
        until = span.to();
      }
    }
    return spent;
  }

  /** From each time that it began, or went on, to the last that was heard of it before the next. */
  private static List<Span> spans(Instant session, RunStore store, Run run, String metric) {
    TreeSet<Instant> begun = new TreeSet<>();
    Stream.concat(
            Stream.ofNullable(run.timing().startedAt()),
            store.environments(run.id()).stream().map(RunEnvironment::beganAt))
        .filter(began -> began.isBefore(session))
        .forEach(begun::add);
    TreeSet<Instant> heard = new TreeSet<>();
    store.metrics(run.id(), Set.of(metric)).stream().map(Metric::timestamp).forEach(heard::add);
    Stream.ofNullable(run.info().endedAt()).forEach(heard::add);
    List<Span> spans = new ArrayList<>();
    for (Instant from : begun) {
      Instant next = Objects.requireNonNullElse(begun.higher(from), session);
      Instant last = heard.lower(next);
      if (last != null && last.isAfter(from)) {
        spans.add(new Span(from, last));
      }
    }
    return spans;
  }
}
