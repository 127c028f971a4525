package dev.trawl.train;

import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;

/**
 * What follows from an epoch for the next one: another learning rate, or none at all. A rule is
 * stateless: a sweep file gives its settings, and what it remembers of a run is a value, which each
 * checkpoint keeps, so that a resumed run goes on as if it had not stopped. Its name is its key
 * under {@code training}, and in a checkpoint. Register it in {@link EpochRules}.
 *
 * @param <S> what it remembers of a run: a record that Jackson writes and reads
 */
interface EpochRule<S extends Record> extends Selectable {

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
   * @param settings what the file chose
   * @throws TrainingException when the epoch lacks the metric that the rule goes by
   */
  Outcome<S> after(Selection settings, S before, EpochResult epoch);

  /** Whether no further epoch is to be trained; the run is tested then, and FINISHED. */
  default boolean ends(Selection settings, S state) {
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
