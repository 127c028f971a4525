package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.sweep.NearestName;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import dev.trawl.track.Sweeps;
import java.util.ArrayList;
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
  static Sweep sweep(RunStore store, String name, UnaryOperator<String> command) {
    return store
        .findSweep(name)
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need the name or id of a sweep, found %s (%s)"
                        .formatted(name, hint(store, name, command, "sweeps"))));
  }

  /** The run whose id begins so. */
  static Run run(RunStore store, String prefix, UnaryOperator<String> command) {
    return findRun(store, prefix)
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need the id of a run, found %s (%s)"
                        .formatted(prefix, hint(store, prefix, command, "runs SWEEP"))));
  }

  /**
   * What was probably meant by a name that is none of what is needed.
   *
   * @param lists the command that lists these
   */
  private static String hint(
      RunStore store, String name, UnaryOperator<String> command, String lists) {
    if (store.findSweep(name).isPresent()) {
      return "%s is a sweep, %s lists its runs"
          .formatted(name, command.apply("runs " + NextCommand.quoted(name)));
    }
    List<String> deleted = store.deletedSweeps().stream().map(Sweep::name).toList();
    if (deleted.contains(name)) {
      return "%s is deleted, %s brings it back"
          .formatted(name, command.apply("undelete " + NextCommand.quoted(name)));
    }
    List<String> names = new ArrayList<>(store.sweeps().stream().map(Sweep::name).toList());
    names.addAll(deleted);
    String nearest = NearestName.of(name, names);
    String meant = nearest == null ? "" : "did you mean %s? ".formatted(nearest);
    return "%s%s lists them".formatted(meant, command.apply(lists));
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
