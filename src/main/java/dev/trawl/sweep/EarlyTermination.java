package dev.trawl.sweep;

import java.util.List;
import java.util.Optional;

/**
 * The stopping rules of the sweep file's schema, as far as a file goes: the types of {@code
 * early_terminate} and their settings. What they do is theirs who implement a rule of that name; a
 * type that nobody implements yet is read, and then refused.
 */
public final class EarlyTermination {
  /** The first epoch at which a run may end. */
  public static final Setting<Integer> MIN_ITER = Setting.integer("min_iter", 1).optional();

  /** Of the runs that reach a rung, one in so many goes on. */
  public static final Setting<Double> ETA =
      Setting.number("eta", "a number above 1", value -> value > 1).or(3.0);

  /** The last epoch, from which {@link #BRACKETS} are counted down. */
  public static final Setting<Integer> MAX_ITER = Setting.integer("max_iter", 1).optional();

  /** How many bands there are below {@link #MAX_ITER}. */
  public static final Setting<Integer> BRACKETS = Setting.integer("s", 1).optional();

  /** Whether a run is judged by its value at the band, rather than by its best one so far. */
  public static final Setting<Boolean> STRICT = Setting.flag("strict").or(true);

  /** How many runs have to have come as far before any is judged. */
  public static final Setting<Integer> MIN_RUNS = Setting.integer("min_runs", 1).or(5);

  /**
   * The share of the stopped runs, drawn by the sweep's seed, that is finished all the same, to
   * measure how often stopping was wrong.
   */
  public static final Setting<Double> AUDIT =
      Setting.number(
              "audit", "a fraction from 0 to 1, such as 0.05", value -> value >= 0 && value <= 1)
          .or(0.0);

  /** W&B's: the bands are min_iter · eta^i, or max_iter / eta^i for i from 1 to s. */
  public static final Selectable HYPERBAND =
      new Type("hyperband", List.of(MIN_ITER, MAX_ITER, BRACKETS, ETA, STRICT, AUDIT)) {
        @Override
        public Optional<String> objection(Selection chosen) {
          boolean up = chosen.find(MIN_ITER).isPresent();
          boolean down = chosen.find(MAX_ITER).isPresent();
          boolean brackets = chosen.find(BRACKETS).isPresent();
          return up == down || down != brackets
              ? Optional.of("min_iter, or max_iter and s")
              : Optional.empty();
        }
      };

  /** Asynchronous successive halving: pauses at rungs, and promotes the best of each. */
  public static final Selectable ASHA = new Type("asha", List.of(MIN_ITER.or(1), ETA, AUDIT));

  /** Stops what is worse than the median of the others. */
  public static final Selectable MEDIAN =
      new Type("median", List.of(MIN_ITER.or(1), MIN_RUNS, AUDIT));

  /** All of them, in the order in which messages list them. */
  public static final List<Selectable> TYPES = List.of(HYPERBAND, ASHA, MEDIAN);

  private EarlyTermination() {}

  /** A name and its settings. */
  private static class Type implements Selectable {
    private final String name;
    private final List<Setting<?>> settings;

    Type(String name, List<Setting<?>> settings) {
      this.name = name;
      this.settings = settings;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Setting<?>> settings() {
      return settings;
    }
  }
}
