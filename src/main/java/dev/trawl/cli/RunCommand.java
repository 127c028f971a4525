package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportException;
import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.UnfinishedSweepException;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Runs a sweep and records it, with the dashboard beside it.",
      "Ends with every run against the thresholds, and the best one. Ctrl-C stops it cleanly, to be"
          + " resumed; twice leaves at once. In a terminal the dashboard then stays up until 5 s"
          + " after its last page is closed, or until Ctrl-C."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl run sweeps/mnist-quick.yaml",
      "  trawl run sweeps/mnist-random.yaml --run-cap 8 --set training.epochs=3",
      "  trawl run sweeps/mnist-quick.yaml --new --only 3",
      "  trawl run sweeps/mnist-budget.yaml --set budget=10m -o best/",
      "  trawl run --again 5be01c77",
      "  trawl run sweeps/mnist-quick.yaml --require \"test_accuracy >= 0.99\" --summary"
          + " summary.md",
      "",
      "Exit codes: 0 the sweep ended and a run finished, 1 it failed, 2 wrong usage or an invalid",
      "file, 3 the best run is not as required, 130 interrupted, to be resumed, 141 the reader of",
      "the results left."
    })
final class RunCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private FileOrRun trained = new FileOrRun();

  /** What is trained: what a file describes, or a recorded run again. */
  private static final class FileOrRun {
    @Parameters(paramLabel = "FILE", description = "The sweep file.")
    private @Nullable String file;

    @Option(
        names = "--again",
        paramLabel = "RUN",
        description =
            "Train a recorded run again, from its sweep's file as it was recorded; under the name"
                + " NAME-run-N.")
    private @Nullable SubjectArgument run;
  }

  @Option(
      names = "--new",
      description = "Start a new sweep even if one of this name is unfinished.")
  private boolean startNew;

  @Option(
      names = "--only",
      paramLabel = "N",
      description =
          "Train only run number N, as it is in the whole sweep, under the name NAME-run-N.")
  private @Nullable Integer only;

  @Mixin private SweepArguments arguments = new SweepArguments();
  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  RunCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call()
      throws IOException, ExportException, InvalidSweepException, InterruptedException {
    options.check();
    if (trained.run != null) {
      return again(trained.run);
    }
    SweepSource source = arguments.read(Objects.requireNonNull(trained.file));
    SweepSpec spec = valid(source);
    source = SweepArguments.located(source, spec);
    if (only != null) {
      checkNumber(spec, only);
      source = alone(source, spec, only);
    }
    spec = wiring.sweepFiles().read(source).spec();
    TrainingFactory trainings = Session.trainings(output, wiring, options, source);
    try (RunStore store = wiring.database().open()) {
      return run(store, trainings, source, spec);
    }
  }

  private int run(RunStore store, TrainingFactory trainings, SweepSource source, SweepSpec spec)
      throws IOException, ExportException, InvalidSweepException, InterruptedException {
    Session session = new Session(output, wiring, store, options, json.json);
    while (true) {
      Optional<Sweep> resumed = startNew ? Optional.empty() : unfinished(store, source, spec);
      if (resumed.isPresent()) {
        return session.resume(resumed.get());
      }
      try {
        return session.start(trainings, source, only, startNew);
      } catch (UnfinishedSweepException e) {
        // Another process started it in the same moment.
      }
    }
  }

  private int again(SubjectArgument argument)
      throws IOException, ExportException, InvalidSweepException, InterruptedException {
    if (only != null || !arguments.overrides().isEmpty()) {
      throw CommandException.usage(
          "need --again alone, since it repeats the run as it was, found overrides or --only");
    }
    try (RunStore store = wiring.database().open()) {
      Subject.OfRun subject = argument.run(store, wiring::next);
      Sweep sweep = subject.sweep();
      Run run = subject.run();
      if (run.isExternal()) {
        throw CommandException.failed(
            "need a run that Trawl trained, found run %d of %s, which a program trained itself"
                .formatted(run.number(), sweep.name()));
      }
      if (run.isOfFinals()) {
        throw CommandException.failed(
            "need a run of the search, found run %d of %s, which repeats %s in the finals"
                .formatted(run.number(), sweep.name(), Wording.id(String.valueOf(run.parent()))));
      }
      SweepSource source = alone(sweep.source(), valid(sweep.source()), run.number());
      return new Session(output, wiring, store, options, json.json)
          .start(wiring.trainings(options.place(), source), source, run.number(), true);
    }
  }

  /** The same file, named for the one run that is trained of it. */
  private SweepSource alone(SweepSource source, SweepSpec spec, int number) {
    String suffix = "-run-" + number;
    return spec.title().name().endsWith(suffix)
        ? source
        : arguments.named(source, spec.title().name() + suffix);
  }

  private SweepSpec valid(SweepSource source) throws InvalidSweepException {
    SweepFiles.Checked checked = wiring.sweepFiles().read(source);
    checked.warnings().forEach(warning -> output.err().println("warning: " + warning));
    return checked.spec();
  }

  private static void checkNumber(SweepSpec spec, int number) {
    Integer planned = SearchSpace.of(spec).plannedRuns();
    if (number < 1 || (planned != null && number > planned)) {
      throw CommandException.usage(
          "need a run number from 1%s, found --only %d"
              .formatted(planned == null ? "" : " to " + planned, number));
    }
  }

  /** The unfinished sweep of this name that the user wants resumed; empty to start a new one. */
  private Optional<Sweep> unfinished(RunStore store, SweepSource source, SweepSpec spec) {
    store.markInterrupted();
    Optional<Sweep> found =
        store
            .findSweep(spec.title().name())
            .filter(sweep -> sweep.name().equals(spec.title().name()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Sweep sweep = found.get();
    String argument = SubjectArgument.naming(store, sweep);
    if (sweep.status() == SweepStatus.RUNNING) {
      throw CommandException.usage(
          ResumeCommand.running(sweep, argument, wiring) + ", --new runs a second one");
    }
    if (sweep.status() == SweepStatus.STOPPED) {
      output
          .err()
          .printf(
              "%s was stopped before; this is a new sweep, and %s goes on with the old one%n",
              sweep.name(), wiring.next("resume " + Wording.id(sweep.id())));
    }
    return sweep.status() == SweepStatus.INTERRUPTED && wantsToResume(sweep, source, argument)
        ? found
        : Optional.empty();
  }

  private boolean wantsToResume(Sweep sweep, SweepSource source, String argument) {
    String changed =
        sweep.source().text().equals(source.text())
                && sweep.source().overrides().equals(source.overrides())
            ? ""
            : " The file or its overrides have changed since; it goes on as it was.";
    String found =
        "%s is unfinished: %s%s.%s"
            .formatted(
                sweep.name(),
                Wording.count(ended(sweep)),
                sweep.plan().runs() == null
                    ? " runs have ended"
                    : " of " + Wording.count(sweep.plan().runs(), "run") + " have ended",
                changed);
    if (output.console().canAsk()) {
      String answer = output.ask(found + " Resume it? (y/N/new) ");
      if (List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT))) {
        return true;
      }
      if (answer.equalsIgnoreCase("new")) {
        startNew = true;
        return false;
      }
    }
    throw CommandException.usage(
        "%s %s goes on with it, --new starts a new one"
            .formatted(found, wiring.next("resume " + argument)));
  }

  private static int ended(Sweep sweep) {
    return sweep.runs().entrySet().stream()
        .filter(entry -> entry.getKey().isFinal())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
