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
import org.jspecify.annotations.Nullable;

/** What a valid sweep file would search, in words. */
final class SpaceText {
  private SpaceText() {}

  static String of(String file, SweepSpec spec, UnaryOperator<String> heading) {
    SearchSpace space = SearchSpace.of(spec);
    TextTable table =
        new TextTable(List.of(TextTable.Column.left("PARAMETER"), TextTable.Column.left("VALUES")));
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

  private static String runs(@Nullable Integer planned) {
    return planned == null ? "runs without end" : Wording.count(planned, "run");
  }

  private static String dataset(DatasetSpec dataset) {
    StringBuilder text =
        new StringBuilder(Objects.requireNonNullElse(dataset.name(), dataset.path()));
    if (dataset.trainLimit() != null) {
      text.append(", ").append(Wording.count(dataset.trainLimit(), "train image"));
    }
    if (dataset.testLimit() != null) {
      text.append(", ").append(Wording.count(dataset.testLimit(), "test image"));
    }
    return text.toString();
  }

  private static String size(@Nullable Long size) {
    return size == null
        ? "The space has more points than can be counted."
        : "The space has " + Wording.count(size, "point") + ".";
  }

  private static String words(Distribution distribution) {
    if (distribution instanceof Distribution.Constant constant) {
      return Wording.parameter(constant.value());
    }
    if (distribution instanceof Distribution.Categorical categorical) {
      return categorical.values().stream()
          .map(Wording::parameter)
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (distribution instanceof Distribution.IntUniform range) {
      return "%d to %d, whole numbers".formatted(range.min(), range.max());
    }
    if (distribution instanceof Distribution.Uniform range) {
      return range(range.min(), range.max());
    }
    if (distribution instanceof Distribution.QUniform range) {
      return range(range.min(), range.max()) + ", in steps of " + Wording.parameter(range.q());
    }
    if (distribution instanceof Distribution.LogUniformValues range) {
      return range(range.min(), range.max()) + ", on a log scale";
    }
    throw new IllegalArgumentException("need words for " + distribution);
  }

  private static String range(double min, double max) {
    return Wording.parameter(min) + " to " + Wording.parameter(max);
  }
}
