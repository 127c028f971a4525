package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.data.DatasetSummary;
import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.Condition;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.TimeText;
import dev.trawl.train.MachineCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a valid sweep file would search, in words. */
final class SpaceText {
  private SpaceText() {}

  static String of(String file, SweepSpec spec, TrainingData data, UnaryOperator<String> heading) {
    SearchSpace space = SearchSpace.of(spec);
    TextTable table = parameters(spec.search());
    Integer runs = space.plannedRuns();
    return "%s: %s%n%s: %s search for the %s %s, %s%n%s on %s, seed %d%n%s%s%s%n%s%n%s%n%s"
        .formatted(
            file,
            data.problem() == null ? "valid" : "a valid file, but nothing can be trained",
            spec.title().name(),
            SweepPlan.of(spec, runs).methodText(),
            spec.metric().goal() == Goal.MAXIMIZE ? "highest" : "lowest",
            spec.metric().name(),
            runs(runs, spec),
            String.join(" or ", spec.models()),
            dataset(spec.dataset(), data.summary()),
            spec.seed(),
            AugmentationText.of(spec) + FederationText.of(spec),
            machine(data.machine()),
            data.time() == null ? "" : "%s%n".formatted(data.time().describe()),
            table.render(heading),
            size(space.size()),
            SearchText.of(spec));
  }

  private static TextTable parameters(SearchSpec search) {
    Map<String, Condition> when = search.constraints().when();
    List<TextTable.Column> columns =
        new ArrayList<>(
            List.of(TextTable.Column.left("PARAMETER"), TextTable.Column.left("VALUES")));
    if (!when.isEmpty()) {
      columns.add(TextTable.Column.left("WHEN"));
    }
    TextTable table = new TextTable(columns);
    search
        .parameters()
        .forEach(
            (name, distribution) -> {
              List<String> cells = new ArrayList<>(List.of(name, distribution.describe()));
              if (!when.isEmpty()) {
                Condition condition = when.get(name);
                cells.add(condition == null ? "" : condition.describe());
              }
              table.add(cells);
            });
    return table;
  }

  private static String runs(@Nullable Integer planned, SweepSpec spec) {
    String epochs = " of at most " + Wording.count(spec.mostEpochs(), spec.training().epochWord());
    Duration budget = spec.execution().budget();
    if (budget == null) {
      return (planned == null ? "runs without end" : Wording.count(planned, "run")) + epochs;
    }
    String within = "as many as end within %s, model and all".formatted(TimeText.of(budget));
    return planned == null
        ? "runs%s, %s".formatted(epochs, within)
        : "%s%s, or %s".formatted(Wording.count(planned, "run"), epochs, within);
  }

  /** The images themselves where they are there, and not what the file asks for. */
  private static String dataset(DatasetSpec dataset, @Nullable DatasetSummary found) {
    String name = Objects.requireNonNullElse(dataset.name(), dataset.path());
    return found == null
        ? name
        : "%s: %s train, %s validation and %s of %d × %d, %s, %s"
            .formatted(
                name,
                Wording.count(found.trainImages()),
                Wording.count(found.validationImages()),
                Wording.count(found.testImages(), "test image"),
                found.height(),
                found.width(),
                Wording.count(found.channels(), "channel"),
                Wording.count(found.classes(), "output"));
  }

  private static String machine(@Nullable MachineCheck machine) {
    return machine == null
        ? ""
        : "networks here: %s%n%s"
            .formatted(
                machine.networks(),
                machine.memory() == null ? "" : "%s%n".formatted(machine.memory().describe()));
  }

  private static String size(@Nullable Long size) {
    return size == null
        ? "The space has more points than can be counted."
        : "The space has " + Wording.count(size, "point") + ".";
  }
}
