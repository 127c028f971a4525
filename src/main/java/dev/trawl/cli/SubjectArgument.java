package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.Sweeps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A sweep or a run as a command line names it; finds it, or says what was needed.
 *
 * <p>Each of its methods takes {@code command}, which makes a command that the user can type.
 *
 * @param name a sweep's name or id, or how a run's id begins
 */
record SubjectArgument(String name) {
  /** Before the command line is read. */
  static final SubjectArgument NONE = new SubjectArgument("");

  /** How a command names the sweep: by name where that is unique enough, else by id. */
  static String naming(Sweeps store, Sweep sweep) {
    boolean plain = sweep.name().matches("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    boolean found =
        store.findSweep(sweep.name()).filter(s -> s.id().equals(sweep.id())).isPresent();
    return plain && found ? sweep.name() : Wording.id(sweep.id());
  }

  /** The sweep of this name, id or prefix. */
  Sweep sweep(RunStore store, UnaryOperator<String> command) {
    return store
        .findSweep(name)
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need the name or id of a sweep, found %s (%s)"
                        .formatted(name, hint(store, command, "sweeps"))));
  }

  /** The run whose id begins so. */
  Subject.OfRun run(RunStore store, UnaryOperator<String> command) {
    return run(
        store,
        () ->
            "need the id of a run, found %s (%s)"
                .formatted(name, hint(store, command, "runs SWEEP")));
  }

  private Subject.OfRun run(RunStore store, Supplier<String> missing) {
    Run run = findRun(store).orElseThrow(() -> CommandException.failed(missing.get()));
    Sweep sweep =
        store
            .sweep(run.sweepId())
            .orElseThrow(() -> new IllegalStateException("run " + run.id() + " has no sweep"));
    return new Subject.OfRun(sweep, run);
  }

  /** The sweep of this name or id, else the run whose id begins so. */
  Subject find(RunStore store, UnaryOperator<String> command) {
    Optional<Sweep> sweep = store.findSweep(name);
    return sweep.isPresent()
        ? new Subject.OfSweep(sweep.get())
        : run(
            store,
            () ->
                "need the name or id of a sweep, or the id of a run, found %s (%s)"
                    .formatted(name, hint(store, command, "sweeps")));
  }

  /** The run of this id, or the best one of the sweep. */
  Run bestRun(RunStore store, UnaryOperator<String> command) {
    return find(store, command).fold(of -> best(store, of.sweep(), command), Subject.OfRun::run);
  }

  private static Run best(RunStore store, Sweep sweep, UnaryOperator<String> command) {
    return Optional.ofNullable(sweep.bestRunId())
        .map(best -> new SubjectArgument(best).run(store, command).run())
        .orElseThrow(
            () ->
                CommandException.failed(
                    "need a sweep with a FINISHED run, found none in " + sweep.name()));
  }

  /** Of the deleted sweeps of this name the one that was deleted last, else the same. */
  Subject findDeleted(RunStore store, UnaryOperator<String> command) {
    return store.deletedSweeps().stream()
        .filter(sweep -> sweep.name().equals(name))
        .findFirst()
        .<Subject>map(Subject.OfSweep::new)
        .orElseGet(() -> find(store, command));
  }

  private Optional<Run> findRun(RunStore store) {
    List<Run> found = store.findRuns(name);
    if (found.size() > 1) {
      throw CommandException.failed(
          "need the id of one run, found %s, which begins %s"
              .formatted(name, found.stream().map(Run::id).collect(Collectors.joining(", "))));
    }
    return found.stream().findFirst();
  }

  /**
   * What was probably meant by a name that is none of what is needed.
   *
   * @param lists the command that lists these
   */
  private String hint(RunStore store, UnaryOperator<String> command, String lists) {
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
}
