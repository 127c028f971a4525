package dev.trawl.cli;

import dev.trawl.cli.progress.LiveProgress;
import dev.trawl.cli.progress.PlainProgress;
import dev.trawl.cli.progress.ProgressDisplay;
import dev.trawl.dashboard.DashboardServer;
import dev.trawl.dashboard.SweepLauncher;
import dev.trawl.data.Datasets;
import dev.trawl.export.AliasPromotion;
import dev.trawl.export.Exporter;
import dev.trawl.export.ModelFormats;
import dev.trawl.export.RegisteredModels;
import dev.trawl.model.Architectures;
import dev.trawl.notify.Announcements;
import dev.trawl.notify.Dispatcher;
import dev.trawl.notify.TestDelivery;
import dev.trawl.report.ReportPage;
import dev.trawl.runner.LoggedTrainings;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.runner.SweepVerification;
import dev.trawl.search.Searches;
import dev.trawl.store.DatabaseFile;
import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.schema.SweepSchema;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Decision;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.train.EpochRules;
import dev.trawl.train.NetworkPlans;
import dev.trawl.train.RemoteMachines;
import dev.trawl.train.TrainerFactory;
import dev.trawl.train.TrainingFactory;
import dev.trawl.wire.RecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Connects the rooms by their constructors, in one place. Each is made when a command asks for it,
 * so that the short commands load little.
 */
final class Wiring {
  private static final Clock CLOCK = Clock.systemUTC();
  private final GlobalOptions options;
  private final Output output;
  private final Supplier<Instant> begun;
  private final RecordJson json = new RecordJson();
  private final NamedDatabase database;

  Wiring(GlobalOptions options, Output output) {
    this(options, output, CLOCK.instant());
  }

  /**
   * @param begun when the user asked for the command
   */
  Wiring(GlobalOptions options, Output output, Instant begun) {
    this.options = options;
    this.output = output;
    this.database = new NamedDatabase(options, output, CLOCK);
    this.begun = output.waited().putOff(begun);
  }

  /** From when on a budget counts: the command's beginning, put off by all waiting since. */
  Supplier<Instant> begun() {
    return begun;
  }

  NamedDatabase database() {
    return database;
  }

  Architectures architectures() {
    return new Architectures();
  }

  Datasets datasets() {
    return new Datasets(datasetCache(), output.err()::println, output.waited()::add);
  }

  /** Where datasets are kept. */
  Path datasetCache() {
    return folders().cache().resolve("datasets");
  }

  /** The path of this name, as the options' paths are read. */
  Path path(String name) {
    return folders().path(name);
  }

  private UserFolders folders() {
    return new UserFolders(output.console().environment());
  }

  SweepFiles sweepFiles() {
    return new SweepFiles(datasets(), architectures(), Searches.standard(), EpochRules.standard());
  }

  /** The JSON Schema of the sweep file. */
  Map<String, Object> sweepSchema() {
    return SweepSchema.json(
        datasets(), architectures(), Searches.standard(), EpochRules.standard());
  }

  /** A command to name to the user. */
  String next(String words) {
    return NextCommand.after(options).of(words);
  }

  /** Which checkpoints a sweep keeps; empty when its file is not valid any more. */
  Optional<CheckpointRetention> sweepRetention(Sweep sweep) {
    try {
      return Optional.of(sweepFiles().read(sweep.source()).spec().training().checkpoints());
    } catch (InvalidSweepException e) {
      return Optional.empty();
    }
  }

  TrainerFactory trainings() {
    return new TrainerFactory(datasets(), architectures(), EpochRules.standard());
  }

  /**
   * What opens the training of a sweep that was read from this.
   *
   * @param place null for this machine
   */
  TrainingFactory trainings(RemoteMachines.@Nullable Place place, SweepSource source) {
    if (place == null) {
      return trainings();
    }
    try {
      return remoteMachines().at(place, source, trainings(), datasetCache());
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--spark: " + e.getMessage());
    }
  }

  RemoteMachines remoteMachines() {
    return ServiceLoader.load(RemoteMachines.class)
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.failed(
                    "--spark: need a build with Spark's libraries, found this one without;"
                        + " ./trawl run --spark makes it, or mvn -Pspark package"));
  }

  SweepRunner runner(RunStore store, TrainingFactory trainings) {
    return runner(store, trainings, false);
  }

  /**
   * @param keepsProcessor whether an interrupted run goes on with its own type of processor alone
   */
  SweepRunner runner(RunStore store, TrainingFactory trainings, boolean keepsProcessor) {
    LoggedTrainings logged = new LoggedTrainings(trainings, store, LogSetup.ofThreads(), CLOCK);
    return new SweepRunner(
            store,
            keepsProcessor ? logged.keepingProcessor() : logged,
            Searches.standard(),
            Owner::ofThisProcess,
            Scheduling.standard(),
            Executors.newCachedThreadPool(Wiring::worker),
            CLOCK)
        .reading(this::recordedSpec);
  }

  private SweepSpec recordedSpec(SweepSource source) {
    try {
      return sweepFiles().read(source).spec();
    } catch (InvalidSweepException e) {
      throw new IllegalStateException(
          "need a valid sweep file, found %s".formatted(e.getMessage()), e);
    }
  }

  SweepVerification verification(RunStore store, Sweep sweep, SweepSpec spec) {
    return new SweepVerification(store, Searches.standard(), this::recordedSpec, sweep, spec);
  }

  /** What a sweep's search decided; where that is damaged it is said, and there is none. */
  List<Decision> decisions(RunStore store, Sweep sweep) {
    return unlessDamaged(() -> store.decisions(sweep.id()));
  }

  /** A sweep as one HTML file. */
  String report(RunStore store, Sweep sweep) {
    return ReportPage.html(store, sweepFiles(), sweep, decisions(store, sweep), CLOCK.instant());
  }

  /** What was changed of it since its start; likewise. */
  List<Adjustment> adjustments(RunStore store, Sweep sweep) {
    return unlessDamaged(() -> store.adjustments(sweep.id()));
  }

  private <T> List<T> unlessDamaged(Supplier<List<T>> records) {
    try {
      return records.get();
    } catch (DamagedRecordException e) {
      output.err().println("trawl: " + e.getMessage());
      return List.of();
    }
  }

  private static Thread worker(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setDaemon(true);
    return thread;
  }

  Announcements announcements(RunStore store) {
    return new Announcements(
        store, this::recordedSpec, output.console().environment(), json, CLOCK);
  }

  /** Sends what is to be told of sweeps, once it is started. */
  Dispatcher dispatcher(RunStore store) {
    return new Dispatcher(store, announcements(store), output.console().environment(), CLOCK);
  }

  /** Sends a test to each address of a sweep. */
  List<TestDelivery> tryNotifications(SweepSpec spec) throws InterruptedException {
    return TestDelivery.of(
        spec.title().name(), spec.execution().webhooks(), output.console().environment(), CLOCK);
  }

  ActiveSweeps activeSweeps(RunStore store) {
    return new ActiveSweeps(
        () -> runner(store, trainings()).since(output.waited().putOff(CLOCK.instant())),
        sweepFiles(),
        bestModel(store, null),
        announcements(store));
  }

  ModelFormats modelFormats() {
    return new ModelFormats();
  }

  /**
   * @param asked where the user wants it; null leaves it to the sweep
   */
  BestModel bestModel(RunStore store, @Nullable Path asked) {
    return new BestModel(store, sweepFiles(), exporter(store), asked);
  }

  Exporter exporter(RunStore store) {
    return new Exporter(
        store, sweepFiles(), datasets(), modelFormats(), List.of(new ServerFiles()), CLOCK);
  }

  RegisteredModels registeredModels(RunStore store) {
    return new RegisteredModels(store, exporter(store));
  }

  AliasPromotion aliases(RunStore store) {
    return new AliasPromotion(store, CLOCK);
  }

  /**
   * A dashboard that is not started.
   *
   * @param launcher runs sweeps for it; null shows only
   * @param trains whether this process trains a sweep
   */
  DashboardServer dashboard(
      RunStore store, @Nullable SweepLauncher launcher, BooleanSupplier trains) {
    return new DashboardServer(
        store,
        sweepFiles(),
        launcher,
        new ModelExport(exporter(store), modelFormats(), folders().cache().resolve("exports")),
        new RecordedImages(datasets(), sweepFiles()),
        new FileHelp(sweepSchema(), sweepFiles(), datasets(), architectures(), trains));
  }

  NetworkPlans networkPlans() {
    return new NetworkPlans(architectures());
  }

  Examination examination() {
    return new Examination(
        datasets(),
        datasetCache(),
        NativeCache.ofUser(),
        networkPlans(),
        database::connectToRead,
        DatabaseFile.shown(options.database));
  }

  /** Of such runs; live where stderr is a terminal that can be opened. */
  ProgressDisplay progressDisplay(SweepSpec spec) {
    String epochWord = spec.training().epochWord();
    if (output.console().terminalErr()) {
      try {
        return LiveProgress.onStderr(CLOCK, epochWord, output.colorOnErr());
      } catch (IOException | IllegalStateException e) {
        LoggerFactory.getLogger(Wiring.class).info("no live progress", e);
      }
    }
    return new PlainProgress(output.err(), epochWord);
  }

  Instant now() {
    return CLOCK.instant();
  }

  RecordJson json() {
    return json;
  }
}
