package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.runner.SweepVerification;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = {
      "Works out a sweep's search again, from what is recorded.",
      "Each run's parameters and seed, each promotion, pause and stop, and the finals are compared."
          + " Says the first difference, and exits with 1 when there is one. Nothing is trained."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl verify mnist-asha"})
final class VerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  private final Output output;
  private final Wiring wiring;

  VerifyCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws InvalidSweepException {
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      Sweep sweep = argument.sweep(store, wiring::next);
      if (sweep.isExternal()) {
        throw CommandException.failed(
            "need a sweep whose runs Trawl's search decided on, found %s, which a program tracks"
                .formatted(sweep.name()));
      }
      SweepSpec spec = wiring.sweepFiles().read(sweep.source()).spec();
      SweepVerification.Outcome outcome = wiring.verification(store, sweep, spec).verify();
      output.out().print(text(sweep, outcome));
      return outcome.difference().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private static String text(Sweep sweep, SweepVerification.Outcome outcome) {
    return outcome
        .difference()
        .map(difference -> "%s differs at %s%n".formatted(sweep.name(), difference))
        .orElseGet(
            () ->
                "%s: %s as recorded%s%n"
                    .formatted(
                        sweep.name(),
                        Wording.count(outcome.jobs(), "job"),
                        decisions(outcome.decisions())));
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case START -> "start";
      case PROMOTE -> "promotion";
      case PAUSE -> "pause";
      case STOP -> "stop";
      case REPEAT -> "final";
      case KEEP -> "keep";
      case DROP -> "drop";
      case WIN -> "win";
    };
  }

  private static String decisions(Map<Kind, Integer> counts) {
    return counts.isEmpty()
        ? ""
        : new EnumMap<>(counts)
            .entrySet().stream()
                .map(kind -> Wording.count(kind.getValue(), word(kind.getKey())))
                .collect(Collectors.joining(", ", ": ", ""));
  }
}
