package dev.trawl.track;

import dev.trawl.sweep.MetricKind;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of a run that trains: it goes on, waits, or ends. */
public sealed interface Verdict {
  /** The run goes on. */
  Verdict CONTINUE = new Continue();

  /** What is made of it: exactly one of these is asked. */
  <T extends @Nullable Object> T fold(
      Supplier<T> goesOn, Function<Pause, T> pause, Function<Stop, T> stop);

  /** The same; its reason has the rank for people, see {@link RungRank#describe}. */
  Verdict forPeople(String epochWord, MetricKind metric);

  /** The run goes on. */
  record Continue() implements Verdict {
    @Override
    public Verdict forPeople(String epochWord, MetricKind metric) {
      return this;
    }

    @Override
    public <T extends @Nullable Object> T fold(
        Supplier<T> goesOn, Function<Pause, T> pause, Function<Stop, T> stop) {
      return goesOn.get();
    }
  }

  /**
   * The run ends for now, {@link RunStatus#PAUSED} at its last epoch: another one may be better,
   * but it may still be promoted, and then goes on from there.
   *
   * @param rank what it was compared with
   * @param reason the same as text
   */
  record Pause(RungRank rank, String reason) implements Verdict {
    public Pause(RungRank rank) {
      this(rank, rank.toString());
    }

    @Override
    public Verdict forPeople(String epochWord, MetricKind metric) {
      return new Pause(rank, rank.describe(epochWord, metric));
    }

    @Override
    public <T extends @Nullable Object> T fold(
        Supplier<T> goesOn, Function<Pause, T> pause, Function<Stop, T> stop) {
      return pause.apply(this);
    }
  }

  /**
   * The run ends before its time: FINISHED with a look at the test images from its best epoch, of
   * which there has to be one, else without.
   *
   * @param status how it is recorded: FINISHED, PRUNED, KILLED, INTERRUPTED or FAILED
   * @param reason why
   * @param rank what it was compared with; null where it was not
   */
  record Stop(RunStatus status, String reason, @Nullable RungRank rank) implements Verdict {
    public Stop(RunStatus status, String reason) {
      this(status, reason, null);
    }

    /** Ends a run that does worse than others. */
    public static Stop pruned(RungRank rank) {
      return new Stop(RunStatus.PRUNED, rank.toString(), rank);
    }

    public Stop {
      switch (status) {
        case FINISHED, PRUNED, KILLED, INTERRUPTED, FAILED -> {}
        case SCHEDULED, RUNNING, PAUSED ->
            throw new IllegalArgumentException(
                "need an end, FINISHED, PRUNED, KILLED, INTERRUPTED or FAILED, found " + status);
      }
    }

    @Override
    public Verdict forPeople(String epochWord, MetricKind metric) {
      return rank == null ? this : new Stop(status, rank.describe(epochWord, metric), rank);
    }

    @Override
    public <T extends @Nullable Object> T fold(
        Supplier<T> goesOn, Function<Pause, T> pause, Function<Stop, T> stop) {
      return stop.apply(this);
    }
  }
}
