package dev.trawl.train;

import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.train.ChosenRules.Chosen;
import java.util.List;
import java.util.stream.Stream;

/** The epoch rules that sweep files may ask for. Immutable, and safe for use by many threads. */
public final class EpochRules implements EpochRuleCatalog {
  /** The register: a new rule is one line here. */
  private static final List<EpochRule<?>> ALL =
      List.of(new EarlyStoppingRule(), new ReduceLrRule());

  private final List<EpochRule<?>> rules;

  private EpochRules(List<EpochRule<?>> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Those that Trawl has. */
  public static EpochRules standard() {
    return new EpochRules(ALL);
  }

  /** These, and another rule, which sees an epoch last. */
  EpochRules with(EpochRule<?> rule) {
    return new EpochRules(Stream.concat(rules.stream(), Stream.of(rule)).toList());
  }

  @Override
  public List<EpochRule<?>> epochRules() {
    return rules;
  }

  /**
   * Those that a file asks for.
   *
   * @throws IllegalArgumentException when one is none of these
   */
  ChosenRules chosen(TrainingSpec training) {
    return new ChosenRules(training.rules().stream().<Chosen<?>>map(this::chosen).toList());
  }

  private Chosen<?> chosen(Selection settings) {
    return rules.stream()
        .filter(rule -> rule.name().equals(settings.name()))
        .findFirst()
        .map(rule -> chosen(rule, settings))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "need one of %s, found %s"
                        .formatted(rules.stream().map(EpochRule::name).toList(), settings.name())));
  }

  private static <S extends Record> Chosen<S> chosen(EpochRule<S> rule, Selection settings) {
    return new Chosen<>(rule, settings);
  }
}
