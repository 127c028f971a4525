package dev.trawl.sweep;

import java.util.List;

/**
 * The stopping rules of the sweep file's schema, as far as a file goes: the types of {@code
 * early_terminate} and their settings. What they do is theirs who implement a rule of that name; a
 * type that nobody implements yet is read, and then refused.
 */
public final class EarlyTermination {
  /** The first epoch at which a run may end. */
  public static final Setting<Integer> MIN_ITER =
      Setting.integer("min_iter", 1).optional().about("the first epoch after which a run may end");

  /** Of the runs that reach a rung, one in so many goes on. */
  public static final Setting<Double> ETA =
      Setting.number("eta", Limits.above(1))
          .or(3.0)
          .about("of the runs that reach a rung, one in so many goes on");

  /** The last epoch, from which {@link #BRACKETS} are counted down. */
  public static final Setting<Integer> MAX_ITER =
      Setting.integer("max_iter", 1)
          .optional()
          .about("the last epoch, from which s bands are counted down");

  /** How many bands there are below {@link #MAX_ITER}. */
  public static final Setting<Integer> BRACKETS =
      Setting.integer("s", 1).optional().about("how many bands there are below max_iter");

  /** Whether a run is judged by its value at the band, rather than by its best one so far. */
  public static final Setting<Boolean> STRICT =
      Setting.flag("strict")
          .or(true)
          .about("judge a run by its value at the band, rather than by its best one so far");

  /** How many runs have to have come as far before any is judged. */
  public static final Setting<Integer> MIN_RUNS =
      Setting.integer("min_runs", 1)
          .or(5)
          .about("how many runs have to have come as far before any is judged");

  /**
   * The share of the stopped runs, drawn by the sweep's seed, that is finished all the same, to
   * measure how often stopping was wrong.
   */
  public static final Setting<Double> AUDIT =
      Setting.number("audit", Limits.fromTo(0, 1))
          .or(0.0)
          .about(
              "the share of stopped runs that is finished all the same, to see whether it was"
                  + " right");

  /** W&B's: the bands are min_iter · eta^i, or max_iter / eta^i for i from 1 to s. */
  public static final SearchCatalog.Rule HYPERBAND =
      new Type(
          "hyperband",
          "W&B's: a run ends at a band where its value is worse than that of the best part",
          List.of(MIN_ITER, MAX_ITER, BRACKETS, ETA, STRICT, AUDIT)) {
        @Override
        public List<List<String>> alternatives() {
          return List.of(List.of(MIN_ITER.name()), List.of(MAX_ITER.name(), BRACKETS.name()));
        }
      };

  /** Asynchronous successive halving: pauses at rungs, and promotes the best of each. */
  public static final SearchCatalog.Rule ASHA =
      new Type(
          "asha",
          "pauses runs at rungs and lets the best of each go on",
          List.of(MIN_ITER.or(1), ETA, AUDIT));

  /** Stops what is worse than the median of the others. */
  public static final SearchCatalog.Rule MEDIAN =
      new Type(
          "median",
          "ends what is worse than the median of the finished runs",
          List.of(MIN_ITER.or(1), MIN_RUNS, AUDIT));

  /** All of them, in the order in which messages list them. */
  public static final List<SearchCatalog.Rule> TYPES = List.of(HYPERBAND, ASHA, MEDIAN);

  private EarlyTermination() {}

  /** A name and its settings. */
  private static class Type implements SearchCatalog.Rule {
    private final String name;
    private final String description;
    private final List<Setting<?>> settings;

    Type(String name, String description, List<Setting<?>> settings) {
      this.name = name;
      this.description = description;
      this.settings = settings;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return description;
    }

    @Override
    public List<Setting<?>> settings() {
      return settings;
    }
  }
}
