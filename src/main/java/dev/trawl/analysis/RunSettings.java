package dev.trawl.analysis;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a run is trained with, defaults filled in, and how far its sweep's file goes. */
public final class RunSettings {
  /** Of a run that a program trains in its own loop, or whose file is no longer valid. */
  public static final RunSettings UNKNOWN = new RunSettings(null, Map.of(), Map.of());

  private final @Nullable SweepSpec spec;
  private final Map<String, Object> parameters;
  private final Map<String, Hyperparameter> known;

  private RunSettings(
      @Nullable SweepSpec spec, Map<String, Object> parameters, Map<String, Hyperparameter> known) {
    this.spec = spec;
    this.parameters = parameters;
    this.known = known;
  }

  /**
   * Those of a run of a sweep.
   *
   * @param adjustments what was changed of the sweep since its start
   */
  static RunSettings of(SweepFiles files, Sweep sweep, List<Adjustment> adjustments, Run run) {
    if (sweep.isExternal() || run.isExternal()) {
      return UNKNOWN;
    }
    try {
      SweepSpec spec = files.read(Adjustment.changed(sweep.source(), adjustments)).spec();
      return of(spec, files.parameters(), run);
    } catch (InvalidSweepException e) {
      return UNKNOWN; // it was valid for another build, or what it names has gone
    }
  }

  static RunSettings of(SweepSpec file, ParameterCatalog catalog, Run run) {
    SweepSpec spec = file.forRun(run.parameters());
    return new RunSettings(spec, run.parameters(), catalog.parameters(spec.model()));
  }

  FileRemedies remedies() {
    return new FileRemedies(this);
  }

  Optional<TrainingSpec> training() {
    return Optional.ofNullable(spec).map(SweepSpec::training);
  }

  /** An epoch rule that the file asks for. */
  Optional<Selection> rule(String name) {
    return training().stream()
        .flatMap(training -> training.rules().stream())
        .filter(rule -> rule.name().equals(name))
        .findFirst();
  }

  Optional<Selection> earlyTermination() {
    return Optional.ofNullable(spec).map(known -> known.search().earlyTermination());
  }

  /** How many training images the file takes at most. */
  Optional<Integer> trainLimit() {
    return Optional.ofNullable(spec).map(known -> known.dataset().trainLimit());
  }

  /** Whether training images are shown as they are. */
  boolean isUnaugmented() {
    return training()
        .map(TrainingSpec::augmentation)
        .filter(moves -> !moves.equals(new Augmentation(0, 0, 0)))
        .isEmpty();
  }

  /** Whether the file says what a hyperparameter is. */
  boolean gives(String name) {
    return parameters.containsKey(name);
  }

  /** Whether a hyperparameter of its model has this value. */
  boolean has(String name, Object value) {
    return value.equals(value(name));
  }

  /** A hyperparameter that is a number; empty where its model has none of the name. */
  OptionalDouble number(String name) {
    return value(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  private @Nullable Object value(String name) {
    Hyperparameter hyperparameter = known.get(name);
    return hyperparameter == null
        ? null
        : parameters.getOrDefault(name, hyperparameter.defaultValue());
  }

  /** The greatest value that the file searches; infinite where it searches none. */
  double greatest(String name) {
    Distribution searched = spec == null ? null : spec.search().parameters().get(name);
    if (searched == null || searched.size().orElse(Long.MAX_VALUE) == 1) {
      return Double.POSITIVE_INFINITY;
    }
    return searched
        .range()
        .map(Range::max)
        .orElseGet(
            () ->
                searched.listed().stream()
                    .filter(Number.class::isInstance)
                    .mapToDouble(value -> ((Number) value).doubleValue())
                    .max()
                    .orElse(Double.POSITIVE_INFINITY));
  }
}
