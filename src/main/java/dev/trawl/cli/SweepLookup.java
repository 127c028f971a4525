package dev.trawl.cli;

import dev.trawl.track.Run;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import dev.trawl.track.Sweeps;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Finds what a command line names, or says what was needed. */
final class SweepLookup {
  private SweepLookup() {}

  /**
   * The sweep of this name, id or prefix.
   *
   * @param command makes a command that the user can type
   */
  static Sweep sweep(Sweeps store, String name, UnaryOperator<String> command) {
    return store
        .findSweep(name)
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need the name or id of a sweep, found %s (%s lists them)"
                        .formatted(name, command.apply("sweeps"))));
  }

  /** The run whose id begins so. */
  static Run run(Runs store, String prefix, UnaryOperator<String> command) {
    return findRun(store, prefix)
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need the id of a run, found %s (%s lists them)"
                        .formatted(prefix, command.apply("runs SWEEP"))));
  }

  /** The run whose id begins so, if there is one. */
  static Optional<Run> findRun(Runs store, String prefix) {
    List<Run> found = store.findRuns(prefix);
    if (found.size() > 1) {
      throw CommandException.failed(
          "need the id of one run, found %s, which begins %s"
              .formatted(prefix, found.stream().map(Run::id).collect(Collectors.joining(", "))));
    }
    return found.stream().findFirst();
  }

  static Sweep sweepOf(Sweeps store, Run run) {
    return store
        .sweep(run.sweepId())
        .orElseThrow(() -> new IllegalStateException("run " + run.id() + " has no sweep"));
  }

  /** How a command names the sweep: by name where that is unique enough, else by id. */
  static String argument(Sweeps store, Sweep sweep) {
    boolean plain = sweep.name().matches("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    boolean found =
        store.findSweep(sweep.name()).filter(s -> s.id().equals(sweep.id())).isPresent();
    return plain && found ? sweep.name() : Wording.id(sweep.id());
  }
}
