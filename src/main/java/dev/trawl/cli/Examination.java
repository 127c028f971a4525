package dev.trawl.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.cli.DoctorCommand.Finding;
import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import dev.trawl.data.Verification;
import dev.trawl.track.NoDatabaseException;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.train.NativeBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at what Trawl needs of a machine. */
final class Examination {
  private final Datasets datasets;
  private final Path datasetCache;
  private final NativeCache nativeCache;
  private final Supplier<RunStore> store;
  private final String database;

  Examination(
      Datasets datasets,
      Path datasetCache,
      NativeCache nativeCache,
      Supplier<RunStore> store,
      String database) {
    this.datasets = datasets;
    this.datasetCache = datasetCache;
    this.nativeCache = nativeCache;
    this.store = store;
    this.database = database;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(machine());
    findings.add(nativeCache());
    findings.addAll(nativeBackend());
    new TreeSet<>(datasets.names()).forEach(name -> findings.add(dataset(name)));
    findings.add(database());
    findings.add(tool("mvn", "--version"));
    findings.add(tool("node", "--version"));
    findings.add(tool("npm", "--version"));
    return findings;
  }

  private static Finding java() {
    String found =
        "%s (%s) in %s, heap up to %s"
            .formatted(
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"),
                Wording.bytes(Runtime.getRuntime().maxMemory()));
    return Finding.ok("Java", found);
  }

  private static Finding machine() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Finding.ok(
        "machine",
        "%s on %s, %s, %s of memory (%s free)"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Wording.count(Runtime.getRuntime().availableProcessors(), "core"),
                Wording.bytes(system.getTotalMemorySize()),
                Wording.bytes(system.getFreeMemorySize())));
  }

  private Finding nativeCache() {
    try {
      long free = nativeCache.free();
      boolean filled = nativeCache.filled();
      String found =
          "%s, %s, %s free"
              .formatted(
                  nativeCache.folder(),
                  filled ? "unpacked" : "nothing unpacked yet",
                  Wording.bytes(free));
      return filled || free >= NativeCache.BYTES
          ? Finding.ok("native cache", found)
          : Finding.missing("native cache", found + ", need " + Wording.bytes(NativeCache.BYTES));
    } catch (IOException e) {
      return Finding.missing("native cache", nativeCache.folder() + ": " + e);
    }
  }

  private static List<Finding> nativeBackend() {
    NativeBackend backend;
    try {
      backend = NativeBackend.inspect();
    } catch (RuntimeException | LinkageError e) {
      return List.of(Finding.missing("native backend", "it can't be loaded: " + e));
    }
    String library =
        "%s (%s), %s, BLAS: %s"
            .formatted(
                backend.backend(),
                backend.classifier(),
                Wording.count(backend.threads(), "native thread") + " a run",
                backend.blas());
    return List.of(
        Finding.ok("native backend", library),
        backend.oneDnn()
            ? Finding.ok("oneDNN", "on")
            : Finding.note("oneDNN", "off: convolutions train several times slower"),
        Finding.ok("layers", backend.layers()),
        Finding.ok("layers of cnn", String.join(", ", backend.baseNetwork())));
  }

  private Finding dataset(String name) {
    String subject = "dataset " + name;
    try {
      Verification verification = datasets.verify(name);
      return verification.sound()
          ? Finding.ok(subject, verification.folder() + ", sound")
          : Finding.note(
              subject,
              "not whole in %s; a sweep that needs it fetches it, as trawl data fetch %s does"
                  .formatted(datasetCache, name));
    } catch (DatasetException e) {
      return Finding.missing(subject, String.valueOf(e.getMessage()));
    }
  }

  private Finding database() {
    try (RunStore opened = store.get()) {
      String found =
          "%s, %s recorded".formatted(database, Wording.count(opened.sweeps().size(), "sweep"));
      return Finding.ok("database", found);
    } catch (NoDatabaseException e) {
      return database.equals(GlobalOptions.DATABASE)
          ? Finding.note("database", database + ": none yet; trawl run makes one")
          : Finding.missing("database", String.valueOf(e.getMessage()));
    } catch (StoreException | CommandException e) {
      return Finding.missing("database", database + ": " + e.getMessage());
    }
  }

  /** Tools that only building needs. */
  private static Finding tool(String name, String argument) {
    try {
      Process process =
          new ProcessBuilder(name, argument)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String line = Objects.requireNonNullElse(process.inputReader().readLine(), "");
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return Finding.ok(name, line.replaceAll("\u001b\\[[0-9;]*m", ""));
    } catch (IOException e) {
      return Finding.note(name, "not on the PATH; only building Trawl needs it");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.note(name, "not asked: interrupted");
    }
  }
}
