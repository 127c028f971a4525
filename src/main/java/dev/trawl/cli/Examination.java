package dev.trawl.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.cli.DoctorCommand.ExaminationResult;
import dev.trawl.cli.text.Wording;
import dev.trawl.data.DatasetException;
import dev.trawl.data.DatasetVerification;
import dev.trawl.data.Datasets;
import dev.trawl.store.H2RunStore;
import dev.trawl.track.Damage;
import dev.trawl.track.NoDatabaseException;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.NetworkPlans;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Looks at what Trawl needs of a machine. */
final class Examination {
  /** Checking a large database takes a while. */
  private static final int PROBE_SECONDS = 150;

  private static final int TOOL_SECONDS = 10;

  private final Datasets datasets;
  private final Path datasetCache;
  private final NativeCache nativeCache;
  private final NetworkPlans plans;
  private final Supplier<RunStore> store;
  private final String database;

  Examination(
      Datasets datasets,
      Path datasetCache,
      NativeCache nativeCache,
      NetworkPlans plans,
      Supplier<RunStore> store,
      String database) {
    this.datasets = datasets;
    this.datasetCache = datasetCache;
    this.nativeCache = nativeCache;
    this.plans = plans;
    this.store = store;
    this.database = database;
  }

  List<ExaminationResult> results() {
    List<ExaminationResult> results = new ArrayList<>();
    results.addAll(limited("Java", () -> List.of(java())));
    results.addAll(limited("machine", () -> List.of(machine())));
    results.addAll(limited("native cache", () -> List.of(nativeCache())));
    results.addAll(limited("native backend", Examination::nativeBackend));
    results.addAll(limited("networks of the models", this::networks));
    for (String name : new TreeSet<>(datasets.names())) {
      results.addAll(limited("dataset " + name, () -> List.of(dataset(name))));
    }
    results.addAll(limited("database", this::database));
    results.add(tool("mvn", "--version", TOOL_SECONDS));
    results.add(tool("node", "--version", TOOL_SECONDS));
    results.add(tool("npm", "--version", TOOL_SECONDS));
    return results;
  }

  private static List<ExaminationResult> limited(
      String name, Callable<List<ExaminationResult>> probe) {
    return limited(name, probe, PROBE_SECONDS);
  }

  /** What a probe finds, or that it didn't end in time: a disk, a lock or a library may hang. */
  static List<ExaminationResult> limited(
      String name, Callable<List<ExaminationResult>> probe, int seconds) {
    FutureTask<List<ExaminationResult>> task = new FutureTask<>(probe);
    Thread thread = new Thread(task, "trawl-doctor");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      return List.of(
          ExaminationResult.missing(
              name, "need an answer within %d s, found none".formatted(seconds)));
    } catch (ExecutionException e) {
      return List.of(ExaminationResult.missing(name, String.valueOf(e.getCause())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(ExaminationResult.missing(name, "not asked: interrupted"));
    }
  }

  private static ExaminationResult java() {
    String found =
        "%s (%s) in %s, heap up to %s"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                Wording.bytes(Runtime.getRuntime().maxMemory()));
    return ExaminationResult.ok("Java", found);
  }

  private static ExaminationResult machine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return ExaminationResult.ok(
        "machine",
        "%s on %s, %s, %s of memory (%s free)"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Wording.count(Runtime.getRuntime().availableProcessors(), "core"),
                Wording.bytes(system.getTotalMemorySize()),
                Wording.bytes(system.getFreeMemorySize())));
  }

  private ExaminationResult nativeCache() {
    try {
      long free = nativeCache.free();
      boolean filled = nativeCache.isFilled();
      String found =
          "%s, %s, %s free"
              .formatted(
                  nativeCache.folder(),
                  filled ? "unpacked" : "nothing unpacked yet",
                  Wording.bytes(free));
      return filled || free >= NativeCache.BYTES
          ? ExaminationResult.ok("native cache", found)
          : ExaminationResult.missing(
              "native cache", found + ", need " + Wording.bytes(NativeCache.BYTES));
    } catch (IOException e) {
      return ExaminationResult.missing("native cache", nativeCache.folder() + ": " + e);
    }
  }

  private static List<ExaminationResult> nativeBackend() {
    NativeBackend backend;
    try {
      backend = NativeBackend.inspect();
    } catch (RuntimeException | LinkageError e) {
      return List.of(ExaminationResult.missing("native backend", "it can't be loaded: " + e));
    }
    String library =
        "%s (%s), %s, BLAS: %s"
            .formatted(
                backend.backend(),
                backend.classifier(),
                Wording.count(backend.threads(), "native thread") + " outside of runs",
                backend.blas());
    return List.of(
        ExaminationResult.ok("native backend", library),
        backend.oneDnn()
            ? ExaminationResult.ok("oneDNN", "on")
            : ExaminationResult.note(
                "oneDNN",
                "off in Deeplearning4j's own code, which networks that aren't compiled run on"),
        backend.slow()
            ? ExaminationResult.note("networks", backend.networks())
            : ExaminationResult.ok("networks", backend.networks()),
        ExaminationResult.ok("precision", backend.precisions()));
  }

  private List<ExaminationResult> networks() {
    return plans.summaries().stream()
        .map(
            plan ->
                plan.isCompiled()
                    ? ExaminationResult.ok("network " + plan.model(), plan.text())
                    : ExaminationResult.note("network " + plan.model(), plan.text()))
        .toList();
  }

  private ExaminationResult dataset(String name) {
    String subject = "dataset " + name;
    try {
      DatasetVerification verification = datasets.verify(name);
      return verification.sound()
          ? ExaminationResult.ok(subject, verification.folder() + ", sound")
          : ExaminationResult.note(
              subject,
              "not whole in %s; a sweep that needs it fetches it, as trawl data fetch %s does"
                  .formatted(datasetCache, name));
    } catch (DatasetException e) {
      return ExaminationResult.missing(subject, String.valueOf(e.getMessage()));
    }
  }

  private List<ExaminationResult> database() {
    try (RunStore opened = store.get()) {
      List<ExaminationResult> results = new ArrayList<>();
      int sweeps = opened.sweeps().size();
      List<Damage> damage = opened.check();
      String recorded = "%s, %s recorded".formatted(database, Wording.count(sweeps, "sweep"));
      results.add(
          damage.isEmpty()
              ? ExaminationResult.ok("database", recorded + ", every record whole")
              : ExaminationResult.damaged(
                  "database",
                  "%s, %s; what is whole can be read; trawl restore brings a backup back, trawl repair makes a new database of what is whole"
                      .formatted(recorded, Wording.count(damage.size(), "damaged record"))));
      damage.forEach(one -> results.add(ExaminationResult.damaged("record", one.description())));
      return results;
    } catch (NoDatabaseException e) {
      return List.of(
          database.equals(GlobalOptions.DATABASE)
              ? ExaminationResult.note("database", database + ": none yet; trawl run makes one")
              : ExaminationResult.missing("database", String.valueOf(e.getMessage())));
    } catch (StoreException e) {
      String message = String.valueOf(e.getMessage());
      String found = message.contains(database) ? message : database + ": " + message;
      return List.of(
          H2RunStore.isDamage(e)
              ? ExaminationResult.damaged("database", found)
              : ExaminationResult.missing("database", found));
    } catch (CommandException e) {
      return List.of(ExaminationResult.missing("database", database + ": " + e.getMessage()));
    }
  }

  /** Tools that only building needs. One that hangs is left behind after some seconds. */
  static ExaminationResult tool(String name, String argument, int seconds) {
    try {
      Process process =
          new ProcessBuilder(name, argument)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      FutureTask<String> line =
          new FutureTask<>(() -> Objects.requireNonNullElse(process.inputReader().readLine(), ""));
      Thread reader = new Thread(line, "trawl-doctor");
      reader.setDaemon(true);
      reader.start();
      try {
        return ExaminationResult.ok(
            name, line.get(seconds, TimeUnit.SECONDS).replaceAll("\u001b\\[[0-9;]*m", ""));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return ExaminationResult.note(name, "not on the PATH; only building Trawl needs it");
    } catch (TimeoutException e) {
      return ExaminationResult.note(
          name,
          "need an answer within %d s, found none; only building Trawl needs it"
              .formatted(seconds));
    } catch (ExecutionException e) {
      return ExaminationResult.note(name, "it can't be asked: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExaminationResult.note(name, "not asked: interrupted");
    }
  }
}
