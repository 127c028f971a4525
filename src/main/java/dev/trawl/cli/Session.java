package dev.trawl.cli;

import dev.trawl.cli.progress.ProgressDisplay;
import dev.trawl.cli.text.SweepReport;
import dev.trawl.cli.text.Wording;
import dev.trawl.export.ExportException;
import dev.trawl.notify.Dispatcher;
import dev.trawl.notify.UnsendableException;
import dev.trawl.runner.ActiveSweep;
import dev.trawl.runner.SweepRunner;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.WarmStart;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code run} and {@code resume} share: a sweep in this process from its start to its report,
 * the dashboard beside it, and what Ctrl-C does meanwhile.
 */
final class Session {
  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** How long the end of a sweep waits for those who are to be told of it. */
  private static final Duration TELLING = Duration.ofSeconds(10);

  private final Output output;
  private final Wiring wiring;
  private final RunStore store;
  private final SessionOptions options;
  private final BestModel model;
  private final boolean json;

  /** Starts the sweep, which tells the listeners. */
  private interface SweepStart {
    ActiveSweep start(List<RunListener> listeners) throws IOException;
  }

  Session(Output output, Wiring wiring, RunStore store, SessionOptions options, boolean json) {
    this.output = output;
    this.wiring = wiring;
    this.store = store;
    this.options = options;
    this.model = wiring.bestModel(store, options.output);
    this.json = json;
  }

  /**
   * What opens the training of a sweep. Where there is no database yet it is open already: a sweep
   * that can't be trained leaves none behind.
   */
  static TrainingFactory trainings(
      Output output, Wiring wiring, SessionOptions options, SweepSource source)
      throws IOException, InvalidSweepException {
    TrainingFactory trainings = wiring.trainings(options.place(), source);
    if (wiring.database().missing().isEmpty()) {
      return trainings;
    }
    SweepSpec spec = spec(wiring, options, source);
    WarmStart warmStart = spec.search().warmStart();
    if (warmStart != null) {
      throw CommandException.failed(
          "warm_start needs a recorded sweep, found %s, and no database yet"
              .formatted(String.join(", ", warmStart.sweeps())));
    }
    NativeCache.ofUser().announce(output.err());
    Interruption interruption = interruption(output).listen();
    Runnable restore = LogSetup.divert(output.err()::println);
    try {
      Training opened = trainings.open(spec);
      return same -> opened;
    } finally {
      restore.run();
      interruption.close();
    }
  }

  /**
   * Runs a new sweep to its end and returns the command's exit code.
   *
   * @param trainings of this sweep alone
   * @param only the number of the one run to train; null trains all
   * @param beside whether one of its name may be unfinished
   * @throws dev.trawl.track.UnfinishedSweepException when one is
   */
  int start(TrainingFactory trainings, SweepSource source, @Nullable Integer only, boolean beside)
      throws IOException, ExportException, InvalidSweepException, InterruptedException {
    SweepSpec spec = spec(wiring, options, source);
    model.check(spec);
    try {
      wiring.announcements(store).check(spec);
    } catch (UnsendableException e) {
      throw CommandException.usage("notify: " + e.getMessage());
    }
    SweepRunner any = wiring.runner(store, trainings, options.sameCpu).since(wiring.begun());
    SweepRunner runner = beside ? any : any.onePerName();
    return run(
        spec,
        listeners ->
            only == null
                ? runner.start(source, spec, listeners)
                : runner.startOnly(only, source, spec, listeners));
  }

  /** Goes on with a recorded sweep to its end and returns the command's exit code. */
  int resume(Sweep sweep)
      throws IOException, ExportException, InvalidSweepException, InterruptedException {
    if (sweep.isExternal()) {
      throw CommandException.failed(
          "need a sweep that Trawl trains, found %s, whose runs a program trains in its own loop"
              .formatted(sweep.name()));
    }
    SweepSource source = Adjustment.changed(sweep.source(), store.adjustments(sweep.id()));
    SweepSpec spec = spec(wiring, options, source);
    model.check(spec);
    SweepRunner runner =
        wiring
            .runner(store, wiring.trainings(options.place(), source), options.sameCpu)
            .since(wiring.begun());
    return run(spec, listeners -> runner.resume(sweep.id(), spec, listeners));
  }

  /** The number of workers decides no result, so it is not recorded with the file. */
  private static SweepSpec spec(Wiring wiring, SessionOptions options, SweepSource source)
      throws InvalidSweepException {
    List<String> overrides = new ArrayList<>(source.overrides());
    if (options.workers != null) {
      overrides.add("workers=" + options.workers);
    }
    SweepSource here = new SweepSource(source.file(), source.text(), overrides);
    return wiring.sweepFiles().read(here).spec();
  }

  private int run(SweepSpec spec, SweepStart start) throws IOException, InterruptedException {
    ActiveSweeps sweeps = wiring.activeSweeps(store);
    try (Interruption interruption = interruption(output).listen();
        Dispatcher dispatcher = wiring.dispatcher(store);
        Dashboard dashboard = dashboard(sweeps)) {
      dashboard.announce(options.port, output.err());
      dispatcher.start();
      ActiveSweep active = train(spec, start, sweeps, interruption);
      Sweep ended = active.await();
      boolean isExported = export(ended, interruption);
      boolean stays = options.serve && !interruption.came();
      tell(dispatcher);
      boolean isAsRequired = report(ended, active.waited(), stays ? dashboard.page(ended) : null);
      if (stays) {
        output.err().println("The dashboard stays up until Ctrl-C: " + dashboard.page(ended));
        interruption.onFirst(() -> {});
        interruption.await();
      } else if (output.console().watched() && !interruption.came()) {
        stayForTheLastLook(ended, isAsRequired, dashboard, interruption);
      }
      List<Sweep> interrupted = sweeps.interrupt();
      interrupted.forEach(this::sayHowToResume);
      int exitCode = isExported ? exitCode(ended, isAsRequired) : ExitCode.FAILED;
      return interrupted.isEmpty() ? exitCode : ExitCode.INTERRUPTED;
    }
  }

  /** Whether the model is there, if it has to be. Ctrl-C leaves it out; the sweep is recorded. */
  private boolean export(Sweep ended, Interruption interruption) {
    if (interruption.came()) {
      return true;
    }
    String again = wiring.next("export %s -o DIR".formatted(SubjectArgument.naming(store, ended)));
    interruption.onFirst(
        () -> {
          output.err().println("interrupted before its model was exported: " + again);
          System.exit(ExitCode.INTERRUPTED);
        });
    try {
      model.export(ended).ifPresent(output.err()::println);
      return true;
    } catch (ExportException e) {
      output.err().printf("trawl: %s%nWhen that is mended: %s%n", e.getMessage(), again);
      return false;
    } finally {
      interruption.onFirst(() -> {});
    }
  }

  /** The sweep is over: from here on Ctrl-C, once or twice, doesn't change how it ended. */
  private void stayForTheLastLook(
      Sweep ended, boolean isAsRequired, Dashboard dashboard, Interruption interruption)
      throws InterruptedException {
    @Nullable String page = dashboard.page(ended);
    if (page == null) {
      return;
    }
    interruption.onFirst(() -> {});
    interruption.onSecond(() -> Runtime.getRuntime().halt(exitCode(ended, isAsRequired)));
    LastLook look = LastLook.USUAL;
    output
        .err()
        .println(
            dashboard.openPages() > 0
                ? "The dashboard stays up while its page is open, or until Ctrl-C: " + page
                : "The dashboard closes in %d s unless its page is opened: %s"
                    .formatted(look.grace().toSeconds(), page));
    look.await(dashboard::openPages, interruption);
  }

  private static void tell(Dispatcher dispatcher) throws InterruptedException {
    try {
      dispatcher.flush(TELLING);
    } catch (StoreException e) {
      log.warn("what is to be told waits for the store: {}", e.getMessage());
    }
  }

  private Dashboard dashboard(ActiveSweeps sweeps) {
    if (options.noDashboard) {
      return Dashboard.none();
    }
    // Without --serve the process ends with its sweep, and others would be cut off.
    return Dashboard.started(
        wiring.dashboard(store, options.serve ? sweeps : null, () -> sweeps.count() > 0),
        ServeCommand.LOOPBACK,
        options.port,
        null);
  }

  /** The sweep, which has ended. */
  private ActiveSweep train(
      SweepSpec spec, SweepStart start, ActiveSweeps sweeps, Interruption interruption)
      throws IOException, InterruptedException {
    NativeCache.ofUser().announce(output.err());
    try (ProgressDisplay display = wiring.progressDisplay(spec)) {
      Runnable restore = LogSetup.divert(display::print);
      try {
        ActiveSweep active = start.start(List.of(display, wiring.announcements(store)));
        sweeps.add(active);
        interruption.onFirst(
            () -> {
              display.print("stopping and saving; Ctrl-C again leaves at once");
              store.shortenRetries();
              active.interrupt();
            });
        Sweep unused = active.await();
        return active;
      } finally {
        restore.run();
      }
    }
  }

  /** Before there is a sweep, nothing needs saving. */
  private static Interruption interruption(Output output) {
    return new Interruption(
        () -> {
          output.err().println("interrupted before anything was trained");
          System.exit(ExitCode.INTERRUPTED);
        },
        () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED),
        () -> output.err().println(Wording.LEFT));
  }

  /** Whether the best run is as required, which one of an interrupted sweep need not be yet. */
  private boolean report(Sweep ended, Duration waited, @Nullable String page) throws IOException {
    SweepReport report;
    try {
      report = RecordedReport.of(wiring, store, ended, waited);
    } catch (StoreException e) {
      if (ended.status() != SweepStatus.INTERRUPTED) {
        throw e;
      }
      output
          .err()
          .printf(
              "trawl: %s%nWhen that is mended: %s%n",
              e.getMessage(), next("resume " + Wording.id(ended.id())));
      return true;
    }
    String argument = SubjectArgument.naming(store, ended);
    if (json) {
      output
          .out()
          .println(
              wiring
                  .json()
                  .write(
                      report.runs().stream().map(run -> wiring.json().run(run, ended)).toList()));
    } else {
      output.out().print(report.render(argument, page, this::next, output.heading()));
    }
    output.out().flush();
    List<Requirement.Outcome> required =
        ended.status() == SweepStatus.INTERRUPTED
            ? List.of()
            : options.requirements().stream().map(each -> each.check(store, ended)).toList();
    required.forEach(outcome -> output.err().println(outcome.line()));
    if (options.summary != null) {
      List<String> lines = required.stream().map(Requirement.Outcome::line).toList();
      SessionOptions.append(options.summary, report.markdown(argument, lines, this::next));
    }
    return required.stream().allMatch(Requirement.Outcome::isMet);
  }

  /** A command to name to the user; a resume goes on where this one trained. */
  private String next(String words) {
    return wiring.next(words.startsWith("resume ") ? words + options.placeWords() : words);
  }

  /** Of one that the page started, which trained here. */
  private void sayHowToResume(Sweep sweep) {
    output
        .err()
        .printf(
            "%s: %s%n",
            sweep.status(), wiring.next("resume " + SubjectArgument.naming(store, sweep)));
  }

  static int exitCode(Sweep ended, boolean isAsRequired) {
    if (ended.status() == SweepStatus.INTERRUPTED) {
      return ExitCode.INTERRUPTED;
    }
    boolean finished = ended.runs().getOrDefault(RunStatus.FINISHED, 0) > 0;
    if (ended.status() == SweepStatus.FAILED || !finished) {
      return ExitCode.FAILED;
    }
    return isAsRequired ? ExitCode.OK : ExitCode.REQUIREMENT;
  }
}
