package dev.trawl.train;

/**
 * What follows from an epoch for the next one: another learning rate, or none at all. A rule is
 * stateless but for its settings; what it remembers of a run is a value, which each checkpoint
 * keeps, so that a resumed run goes on as if it had not stopped. Register it in {@link EpochRules}.
 *
 * @param <S> what it remembers of a run: a record that Jackson writes and reads
 */
interface EpochRule<S extends Record> {

  /** Its key under {@code training}, and in a checkpoint. */
  String name();

  /**
   * The version of {@code S} as checkpoints have it, from 1; raise it when that changes. A
   * checkpoint with another version can't be gone on from.
   */
  default int version() {
    return 1;
  }

  /** What it remembers before the first epoch. */
  S start();

  /**
   * After an epoch.
   *
   * @throws TrainingException when the epoch lacks the metric that the rule goes by
   */
  Outcome<S> after(S before, EpochResult epoch);

  /** Whether no further epoch is to be trained; the run is tested then, and FINISHED. */
  default boolean ends(S state) {
    return false;
  }

  /**
   * What an epoch leads to.
   *
   * @param state what is remembered from now on
   * @param learningRate for the next epoch, above 0
   */
  record Outcome<S extends Record>(S state, double learningRate) {}
}
