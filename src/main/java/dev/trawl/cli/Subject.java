package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.track.Deletion;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A sweep or a run that a command works on. */
sealed interface Subject {
  /** The sweep itself, or the run's. */
  Sweep sweep();

  /** In words, such as {@code run 3 of digits (5be01c77)}. */
  String describe();

  /** How a command names it shortly. */
  String shortId();

  @Nullable Instant deletedAt();

  /** Whether a process may record in it at any moment. */
  boolean running();

  Subject delete(Deletion store);

  Subject undelete(Deletion store);

  Map<String, String> tags();

  Subject tag(RunStore store, String name, String value);

  /** What the one or the other function makes of it. */
  <T> T fold(Function<OfSweep, T> ofSweep, Function<OfRun, T> ofRun);

  /** A sweep with its runs. */
  record OfSweep(Sweep sweep) implements Subject {
    @Override
    public <T> T fold(Function<OfSweep, T> ofSweep, Function<OfRun, T> ofRun) {
      return ofSweep.apply(this);
    }

    @Override
    public String describe() {
      int runs = sweep.runs().values().stream().mapToInt(Integer::intValue).sum();
      return "sweep %s (%s, %s)".formatted(sweep.name(), shortId(), Wording.count(runs, "run"));
    }

    @Override
    public String shortId() {
      return Wording.id(sweep.id());
    }

    @Override
    public @Nullable Instant deletedAt() {
      return sweep.info().deletedAt();
    }

    @Override
    public boolean running() {
      return sweep.status() == SweepStatus.RUNNING;
    }

    @Override
    public Subject delete(Deletion store) {
      return new OfSweep(store.deleteSweep(sweep.id()));
    }

    @Override
    public Subject undelete(Deletion store) {
      return new OfSweep(store.undeleteSweep(sweep.id()));
    }

    @Override
    public Map<String, String> tags() {
      return sweep.info().tags();
    }

    @Override
    public Subject tag(RunStore store, String name, String value) {
      return new OfSweep(store.tagSweep(sweep.id(), name, value));
    }
  }

  /** One run. */
  record OfRun(Sweep sweep, Run run) implements Subject {
    @Override
    public <T> T fold(Function<OfSweep, T> ofSweep, Function<OfRun, T> ofRun) {
      return ofRun.apply(this);
    }

    @Override
    public String describe() {
      return "run %d of %s (%s)".formatted(run.number(), sweep.name(), shortId());
    }

    @Override
    public String shortId() {
      return Wording.id(run.id());
    }

    @Override
    public @Nullable Instant deletedAt() {
      return run.info().deletedAt();
    }

    @Override
    public boolean running() {
      return run.status() == RunStatus.RUNNING
          || (sweep.status() == SweepStatus.RUNNING && !run.status().isFinal());
    }

    @Override
    public Subject delete(Deletion store) {
      return new OfRun(sweep, store.deleteRun(run.id()));
    }

    @Override
    public Subject undelete(Deletion store) {
      return new OfRun(sweep, store.undeleteRun(run.id()));
    }

    @Override
    public Map<String, String> tags() {
      return run.info().tags();
    }

    @Override
    public Subject tag(RunStore store, String name, String value) {
      return new OfRun(sweep, store.tagRun(run.id(), name, value));
    }
  }
}
