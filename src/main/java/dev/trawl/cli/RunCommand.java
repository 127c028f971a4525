package dev.trawl.cli;

import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.InvalidSweepException;
import dev.trawl.sweep.SweepFiles;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Runs a sweep and records it, with the dashboard beside it.",
      "Ends with every run against the thresholds, and the best one. Ctrl-C stops it cleanly, to be"
          + " resumed; twice leaves at once."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl run sweeps/mnist-quick.yaml",
      "  trawl run sweeps/mnist-random.yaml --run-cap 8 --set training.epochs=3",
      "  trawl run sweeps/mnist-quick.yaml --new --only 3",
      "",
      "Exit codes: 0 the sweep ended and a run finished, 1 it failed, 2 wrong usage or an invalid",
      "file, 130 interrupted, to be resumed."
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The sweep file.")
  private String file = "";

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
  public Integer call() throws IOException, InvalidSweepException, InterruptedException {
    options.check();
    SweepSource source = arguments.read(file);
    SweepSpec spec = valid(source);
    if (only != null) {
      checkNumber(spec, only);
      source = arguments.named(source, spec.name() + "-run-" + only);
      spec = wiring.sweepFiles().read(source).spec();
    }
    try (RunStore store = wiring.openStore()) {
      Session session = new Session(output, wiring, store, options, json.json);
      Optional<Sweep> resumed = startNew ? Optional.empty() : unfinished(store, source, spec);
      if (resumed.isPresent()) {
        return session.resume(resumed.get());
      }
      return session.start(source, only);
    }
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
        store.findSweep(spec.name()).filter(sweep -> sweep.name().equals(spec.name()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Sweep sweep = found.get();
    String argument = SweepLookup.argument(store, sweep);
    if (sweep.status() == SweepStatus.RUNNING) {
      throw CommandException.usage(
          "%s is being run by another process; ./trawl stop %s stops it, --new runs a second one"
              .formatted(sweep.name(), argument));
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
                sweep.plannedRuns() == null
                    ? " runs have ended"
                    : " of " + Wording.count(sweep.plannedRuns(), "run") + " have ended",
                changed);
    if (output.console().canAsk()) {
      String answer = output.console().ask(found + " Resume it? (y/N/new) ");
      if (List.of("y", "yes").contains(answer.toLowerCase(Locale.ROOT))) {
        return true;
      }
      if (answer.equalsIgnoreCase("new")) {
        return false;
      }
    }
    throw CommandException.usage(
        "%s ./trawl resume %s goes on with it, --new starts a new one".formatted(found, argument));
  }

  private static int ended(Sweep sweep) {
    return sweep.runs().entrySet().stream()
        .filter(entry -> entry.getKey().isFinal())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
