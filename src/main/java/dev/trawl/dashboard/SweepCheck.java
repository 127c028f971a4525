package dev.trawl.dashboard;

import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.Problem;
import dev.trawl.sweep.SweepFiles;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep file would do, or why it can't be run: the record of {@code POST /check} and of
 * {@code trawl check --json}.
 *
 * @param name null when the file is not valid, as are method, planned runs and size
 * @param plannedRuns null also where nothing bounds them
 * @param spaceSize null also where it can't be counted
 * @param augmentation null also where training images stay as they are
 */
public record SweepCheck(
    boolean valid,
    @Nullable String name,
    @Nullable String method,
    @Nullable Integer plannedRuns,
    @Nullable Long spaceSize,
    List<Parameter> parameters,
    @Nullable Augmentation augmentation,
    List<Problem> problems,
    List<Problem> warnings) {

  /** A hyperparameter and its values in words. */
  public record Parameter(String name, String distribution) {}

  public static SweepCheck valid(SweepFiles.Checked checked) {
    SweepSpec spec = checked.spec();
    SearchSpace space = SearchSpace.of(spec);
    return new SweepCheck(
        true,
        spec.name(),
        spec.method().name().toLowerCase(Locale.ROOT),
        space.plannedRuns(),
        space.size(),
        spec.parameters().entrySet().stream()
            .map(entry -> new Parameter(entry.getKey(), entry.getValue().describe()))
            .toList(),
        spec.training().augmentation(),
        List.of(),
        checked.warnings());
  }

  public static SweepCheck invalid(List<Problem> problems) {
    return new SweepCheck(false, null, null, null, null, List.of(), null, problems, List.of());
  }
}
