package dev.trawl.cli;

import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What a valid sweep file would search, in words. */
final class SpaceText {
  private SpaceText() {}

  static String of(String file, SweepSpec spec, UnaryOperator<String> heading) {
    SearchSpace space = SearchSpace.of(spec);
    TextTable table =
        new TextTable(
            List.of(TextTable.Column.left("PARAMETER"), TextTable.Column.left("VALUES")));
    spec.parameters()
        .forEach((name, distribution) -> table.add(List.of(name, words(distribution))));
    return "%s: valid%n%s: %s search, %s of at most %s%n%s on %s, best %s %s, seed %d%n%n%s%n%s%n"
        .formatted(
            file,
            spec.name(),
            spec.method().name().toLowerCase(Locale.ROOT),
            runs(space.plannedRuns()),
            Wording.count(spec.training().epochs(), "epoch"),
            spec.model(),
            dataset(spec.dataset()),
            spec.metric().name(),
            spec.metric().goal().name().toLowerCase(Locale.ROOT),
            spec.seed(),
            table.render(heading),
            size(space.size()));
  }
}
