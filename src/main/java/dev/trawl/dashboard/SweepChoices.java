package dev.trawl.dashboard;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a list of sweeps can be filtered by, each in the order of its letters.
 *
 * @param tags their names
 */
record SweepChoices(
    List<String> projects, List<String> datasets, List<String> methods, List<String> tags) {
  static SweepChoices of(List<Sweep> sweeps) {
    return new SweepChoices(
        sorted(sweeps.stream().map(sweep -> sweep.title().project())),
        sorted(sweeps.stream().map(sweep -> sweep.dataset().map(DatasetInfo::name).orElse(null))),
        sorted(sweeps.stream().map(sweep -> sweep.plan().method())),
        sorted(sweeps.stream().flatMap(sweep -> sweep.info().tags().keySet().stream())));
  }

  private static List<String> sorted(Stream<@Nullable String> names) {
    return names.filter(Objects::nonNull).map(Objects::requireNonNull).distinct().sorted().toList();
  }
}
