package dev.trawl.analysis;

import dev.trawl.sweep.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to change in a run's sweep file, the likeliest first: only keys that its model has, and
 * nothing that the run has already.
 */
final class FileRemedies {
  private static final String LEARNING_RATE = "learning_rate";
  private static final String OPTIMIZER = "optimizer";
  private static final String SCHEDULE = "schedule";

  /** More would rather confuse. */
  private static final int MOST = 3;

  /** A value that is nearer to what is there is the same. */
  private static final double OTHER = 1.2;

  /**
   * Bengio (2012): where training diverges, try again with a learning rate three times smaller, and
   * so on.
   */
  private static final double STEP = 3;

  /** The highest rates that are worth a try with the adaptive optimisers and with the others. */
  private static final double HIGHEST_ADAPTIVE = 0.01;

  private static final double HIGHEST_PLAIN = 0.1;

  /** Srivastava et al. (2014), appendix A.4: hidden units are kept with 0.5 to 0.8. */
  private static final double MOST_DROPOUT = 0.5;

  private final RunSettings settings;

  FileRemedies(RunSettings settings) {
    this.settings = settings;
  }

  /**
   * @param stops whether to end a run that gets worse, too
   */
  List<FileChange> ofOverfitting(boolean stops) {
    return first(
        Stream.of(
            settings.training().isPresent() && settings.isUnaugmented()
                ? Optional.of(
                    new FileChange(
                        "training.augmentation", "{rotation: 10, shift: 0.1, scale: 0.1}", null))
                : Optional.empty(),
            raised("dropout", value -> value + 0.25, MOST_DROPOUT),
            stops && settings.training().isPresent() && settings.rule("early_stopping").isEmpty()
                ? Optional.of(
                    new FileChange(
                        "training.early_stopping", "{monitor: val_loss, patience: 3}", null))
                : Optional.empty(),
            settings.has(OPTIMIZER, "adamw")
                ? moreDecay()
                : raised("l2", value -> value == 0 ? 1e-4 : 10 * value, 0.01),
            raised("label_smoothing", value -> 0.1, 0.1)));
  }

  /** AdamW's own default is 0.01. */
  private Optional<FileChange> moreDecay() {
    return settings.gives("weight_decay")
        ? raised("weight_decay", value -> value == 0 ? 0.05 : 5 * value, 0.1)
        : Optional.of(new FileChange("weight_decay", "0.05", null));
  }

  List<FileChange> ofUnderfitting(int epochs) {
    OptionalDouble rate = settings.number(LEARNING_RATE);
    return first(
        Stream.of(
            rate.isPresent() && rate.getAsDouble() > highestRate() ? lowerRate() : Optional.empty(),
            lowered("dropout", 0.5, 0.1),
            lowered("l2", 0.1, 1e-5),
            moreEpochs(epochs)));
  }

  List<FileChange> ofOscillation() {
    boolean keepsRate = settings.has(SCHEDULE, "constant") && settings.rule("reduce_lr").isEmpty();
    return first(
        Stream.of(
            keepsRate
                ? Optional.of(new FileChange(SCHEDULE, "cosine", "constant"))
                : Optional.empty(),
            raised("weight_average", value -> 0.99, 0.99),
            lowerRate(),
            raised("batch_size", value -> 2 * value, 128)));
  }

  List<FileChange> ofDivergence() {
    return first(
        Stream.of(
            lowerRate(),
            raised("gradient_clipping", value -> 1, 1),
            settings.has(SCHEDULE, "one_cycle") // which has a warm-up
                ? Optional.empty()
                : raised("warmup", value -> 0.1, 0.1)));
  }

  List<FileChange> ofSlowLearning(int epochs) {
    return first(
        Stream.of(
            raised(LEARNING_RATE, rate -> STEP * rate, highestRate(), Double.POSITIVE_INFINITY),
            moreEpochs(epochs)));
  }

  /** For a run that went on to its last epoch. */
  Optional<FileChange> moreEpochs(int epochs) {
    return settings
        .training()
        .map(training -> new FileChange("training.epochs", "" + 2 * epochs, "" + epochs));
  }

  /** For a run that its early stopping ended. */
  Optional<FileChange> morePatience() {
    return settings
        .rule("early_stopping")
        .map(rule -> rule.values().get("patience"))
        .filter(Number.class::isInstance)
        .map(value -> ((Number) value).intValue())
        .map(
            patience ->
                new FileChange(
                    "training.early_stopping.patience",
                    "" + Math.max(2, 2 * patience),
                    "" + patience));
  }

  /** For a run that early termination ended. */
  Optional<FileChange> laterTermination(int epochs, int planned) {
    return settings
        .earlyTermination()
        .map(Selection::values)
        .filter(values -> 2 * epochs < planned && !values.containsKey("max_iter"))
        .map(Map::copyOf)
        .map(
            values ->
                new FileChange(
                    "early_terminate.min_iter",
                    "" + 2 * epochs,
                    values.get("min_iter") == null ? null : values.get("min_iter").toString()));
  }

  private double highestRate() {
    return settings.has(OPTIMIZER, "adam") || settings.has(OPTIMIZER, "adamw")
        ? HIGHEST_ADAPTIVE
        : HIGHEST_PLAIN;
  }

  private Optional<FileChange> lowerRate() {
    OptionalDouble now = settings.number(LEARNING_RATE);
    return now.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FileChange(
                LEARNING_RATE,
                NumberText.of(Math.min(now.getAsDouble() / STEP, highestRate()), 2),
                NumberText.of(now.getAsDouble())));
  }

  private Optional<FileChange> lowered(String name, double factor, double least) {
    OptionalDouble now = settings.number(name);
    return now.isEmpty() || factor * now.getAsDouble() < least
        ? Optional.empty()
        : Optional.of(
            new FileChange(
                name,
                NumberText.of(factor * now.getAsDouble(), 2),
                NumberText.of(now.getAsDouble())));
  }

  private Optional<FileChange> raised(String name, DoubleUnaryOperator next, double most) {
    return raised(name, next, most, settings.greatest(name));
  }

  private Optional<FileChange> raised(
      String name, DoubleUnaryOperator next, double most, double searched) {
    OptionalDouble found = settings.number(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double now = found.getAsDouble();
    double value = Math.min(next.applyAsDouble(now), Math.min(most, searched));
    return value > 0 && value >= OTHER * now
        ? Optional.of(new FileChange(name, NumberText.of(value, 2), NumberText.of(now)))
        : Optional.empty();
  }

  private static List<FileChange> first(Stream<Optional<FileChange>> changes) {
    return changes.flatMap(Optional::stream).limit(MOST).toList();
  }

  /**
   * The sentence that says to try them.
   *
   * @param otherwise what to try where there is nothing to change in a file
   */
  static String sentence(List<FileChange> changes, String otherwise) {
    if (changes.isEmpty()) {
      return otherwise;
    }
    int last = changes.size() - 1;
    String before =
        changes.subList(0, last).stream().map(FileChange::text).collect(Collectors.joining(", "));
    return "Try %s%s%s."
        .formatted(before, before.isEmpty() ? "" : " or ", changes.get(last).text());
  }
}
