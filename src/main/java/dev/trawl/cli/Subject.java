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
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What {@code SWEEP|RUN} on a command line names. */
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

  /** The sweep of this name or id, else the run whose id begins so. */
  static Subject find(RunStore store, String name, UnaryOperator<String> command) {
    Optional<Sweep> sweep = store.findSweep(name);
    return sweep.isPresent()
        ? new OfSweep(sweep.get())
        : run(store, SweepLookup.run(store, name, command));
  }

  /** Of the deleted sweeps of this name the one that was deleted last, else the same. */
  static Subject findDeleted(RunStore store, String name, UnaryOperator<String> command) {
    return store.deletedSweeps().stream()
        .filter(sweep -> sweep.name().equals(name))
        .findFirst()
        .<Subject>map(OfSweep::new)
        .orElseGet(() -> find(store, name, command));
  }

  private static Subject run(RunStore store, Run run) {
    return new OfRun(SweepLookup.sweepOf(store, run), run);
  }

  /** A sweep with its runs. */
  record OfSweep(Sweep sweep) implements Subject {
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
