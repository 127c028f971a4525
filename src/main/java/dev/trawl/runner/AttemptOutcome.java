package dev.trawl.runner;

import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a try to train a run came out. */
sealed interface AttemptOutcome {

  /** What is made of it: exactly one of these is asked. */
  <T> T fold(Function<Ended, T> ended, Function<Lost, T> lost, Supplier<T> halted);

  /**
   * The attempt is over, at its end or at a rung: to be recorded so.
   *
   * @param kept the epochs whose checkpoints outlive it
   * @param ruling the pruner's, where it decided that; null where it did not
   */
  record Ended(RunEnd end, Set<Integer> kept, @Nullable Ruling ruling) implements AttemptOutcome {
    public Ended {
      if (ruling == null && end.status() == RunStatus.PAUSED) {
        throw new IllegalArgumentException(
            "need a rank for the end of a job, found %s without one".formatted(end.status()));
      }
    }

    /** An end without training. */
    static Ended untrained(RunEnd end) {
      return new Ended(end, Set.of(), null);
    }

    @Override
    public <T> T fold(Function<Ended, T> ended, Function<Lost, T> lost, Supplier<T> halted) {
      return ended.apply(this);
    }
  }

  /**
   * The machine is gone: the attempt goes on from its last checkpoint.
   *
   * @param failure how it ends where that was one too many
   */
  record Lost(Ended failure) implements AttemptOutcome {
    /**
     * How it ends after so many of them, none of which came to an epoch's end.
     *
     * @param where after which, such as {@code epoch 3}
     */
    Ended tooOften(int machines, String where) {
      String reason =
          "%d machines in a row were lost after %s, the last one so: %s"
              .formatted(machines, where, failure.end().reason());
      return new Ended(failure.end().because(reason), failure.kept(), null);
    }

    @Override
    public <T> T fold(Function<Ended, T> ended, Function<Lost, T> lost, Supplier<T> halted) {
      return lost.apply(this);
    }
  }

  /** The sweep was halted before it began: it begins when the sweep is resumed. */
  record Halted() implements AttemptOutcome {
    @Override
    public <T> T fold(Function<Ended, T> ended, Function<Lost, T> lost, Supplier<T> halted) {
      return halted.get();
    }
  }
}
