package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.search.FirstProposals;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.WarmStart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a sweep goes about its space, and the runs that it begins with, in words. */
final class SearchText {
  private static final int FIRST = 5;

  private SearchText() {}

  /** Some lines, each ended. */
  static String of(SweepSpec spec) {
    SearchSpec search = spec.search();
    Searches searches = Searches.standard();
    List<String> lines = new ArrayList<>();
    for (Condition forbidden : search.constraints().forbidden()) {
      lines.add("Not tried: " + forbidden.describe() + ".");
    }
    if (!search.enqueued().isEmpty()) {
      lines.add("Tried first: " + Wording.count(search.enqueued().size(), "enqueued run") + ".");
    }
    WarmStart known = search.warmStart();
    if (known != null) {
      lines.add(
          "It knows the runs of %s from the start%s."
              .formatted(
                  String.join(", ", known.sweeps()),
                  known.retry()
                      ? ""
                      : " and tries none of their points again, which isn't counted here"));
    }
    Selection rule = search.earlyTermination();
    if (rule != null) {
      lines.add("Runs end early by %s.".formatted(settings(rule)));
    }
    int lag = searches.lag(spec);
    if (lag > 0) {
      lines.add("Job k is decided on the results of the jobs up to k - %d (lag).".formatted(lag));
    }
    Finals finals = search.finals();
    if (finals != null) {
      lines.add(
          "The best %s train again with %s each."
              .formatted(
                  Wording.count(finals.top(), "run"), Wording.count(finals.seeds(), "more seed")));
    }
    List<Map<String, Object>> first = FirstProposals.of(searches, spec, FIRST);
    if (first.isEmpty() && known == null && !search.constraints().forbidden().isEmpty()) {
      lines.add("No first run is found: what is not tried is nearly all of the space.");
    }
    if (!first.isEmpty()) {
      lines.add("The first runs:");
      for (int i = 0; i < first.size(); i++) {
        lines.add("  %d  %s".formatted(i + 1, Wording.parameters(first.get(i))));
      }
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String settings(Selection rule) {
    String settings =
        rule.values().entrySet().stream()
            .map(entry -> "%s %s".formatted(entry.getKey(), Wording.parameter(entry.getValue())))
            .collect(Collectors.joining(", ", " (", ")"));
    return rule.values().isEmpty() ? rule.name() : rule.name() + settings;
  }
}
