package dev.trawl.data;

import dev.trawl.data.Checksums.Fingerprint;
import dev.trawl.data.DatasetVerification.VerifiedFile;
import dev.trawl.data.KnownDataset.RawFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The folder that known datasets are fetched into, one subfolder each. A dataset is fetched into a
 * hidden work folder beside it, checked there, and moved into place in one step, under a lock; what
 * a killed process leaves behind is a work folder, which the next fetch removes.
 */
final class DatasetCache {
  private final Path cache;
  private final Consumer<String> progress;
  private final Consumer<Duration> waits;

  DatasetCache(Path cache, Consumer<String> progress, Consumer<Duration> waits) {
    this.waits = waits;
    this.cache = cache.toAbsolutePath().normalize();
    this.progress = progress;
  }

  Path folder(KnownDataset dataset) {
    return cache.resolve(dataset.name());
  }

  boolean isComplete(KnownDataset dataset) throws DatasetException {
    return new IdxFolder(folder(dataset)).files().size() == dataset.files().size();
  }

  DatasetVerification verify(KnownDataset dataset) throws DatasetException {
    Path folder = folder(dataset);
    Map<DatasetFile, Path> files = new IdxFolder(folder).files();
    List<VerifiedFile> checks = new ArrayList<>();
    for (RawFile needed : dataset.files()) {
      Path file = files.get(needed.part());
      checks.add(
          file == null
              ? new VerifiedFile(
                  folder.resolve(needed.name()), 0, null, "need it, found no such file")
              : check(needed, file));
    }
    return new DatasetVerification(dataset.name(), folder, checks);
  }

  /** Fetches a dataset unless it is there and sound. */
  void fetch(KnownDataset dataset) throws DatasetException {
    try {
      Files.createDirectories(cache);
      CacheLock lock = lock(dataset);
      try (lock) {
        if (!isSound(dataset)) {
          fetchLocked(dataset);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DatasetException("%s was not fetched: interrupted".formatted(dataset.name()), e);
    } catch (DatasetException e) {
      throw e;
    } catch (IOException e) {
      throw new DatasetException(
          "%s was not fetched: need to write in %s, found: %s"
              .formatted(dataset.name(), cache, FailureText.describe(e)),
          e);
    }
  }

  private CacheLock lock(KnownDataset dataset) throws IOException, InterruptedException {
    long asked = System.nanoTime();
    CacheLock lock =
        CacheLock.acquire(
            cache.resolve("." + dataset.name() + ".lock"),
            () ->
                progress.accept("waiting: %s is being fetched already".formatted(dataset.name())));
    waits.accept(Duration.ofNanos(System.nanoTime() - asked));
    return lock;
  }

  /** Two files that claim to be the same part are no reason not to fetch anew. */
  private boolean isSound(KnownDataset dataset) {
    try {
      return verify(dataset).sound();
    } catch (DatasetException e) {
      progress.accept(FailureText.describe(e));
      return false;
    }
  }

  private void fetchLocked(KnownDataset dataset) throws IOException, InterruptedException {
    String prefix = ".%s-fetch-".formatted(dataset.name());
    removeLeftovers(prefix);
    InterruptOnShutdown guard = new InterruptOnShutdown();
    try (guard) {
      Path work = Files.createTempDirectory(cache, prefix);
      try {
        Path staged = fetchFromAny(dataset, work);
        moveIntoPlace(staged, folder(dataset), work.resolve("replaced"));
        progress.accept("%s is in %s, checked".formatted(dataset.name(), folder(dataset)));
      } finally {
        remove(work);
      }
    }
  }

  private Path fetchFromAny(KnownDataset dataset, Path work)
      throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (DatasetSource source : dataset.sources()) {
      progress.accept("fetching %s: %s".formatted(dataset.name(), source.title()));
      Path attempt = Files.createDirectory(work.resolve("source-" + failures.size()));
      try {
        Path fetched = source.fetch(dataset.fileNames(), attempt);
        return stage(dataset, fetched, Files.createDirectory(attempt.resolve("staged")));
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        failures.add("%s: %s".formatted(source.title(), FailureText.describe(e)));
        remove(attempt);
      }
    }
    throw new DatasetException(allFailed(dataset, failures));
  }

  /** Unpacks and checks what a source gave. */
  private static Path stage(KnownDataset dataset, Path fetched, Path staged) throws IOException {
    for (RawFile needed : dataset.files()) {
      Path plain = fetched.resolve(needed.name());
      Path file = Files.exists(plain) ? plain : fetched.resolve(needed.name() + ".gz");
      if (!Files.isRegularFile(file)) {
        throw new IOException("need %s, found no such file".formatted(needed.name()));
      }
      try (OutputStream copy = Files.newOutputStream(staged.resolve(needed.name()))) {
        String problem = problem(needed, Checksums.fingerprint(file, copy, needed.bytes()));
        if (problem != null) {
          throw new IOException("%s: %s".formatted(needed.name(), problem));
        }
      } catch (EOFException | ZipException e) {
        throw new IOException(
            "%s: need a whole file, found: %s".formatted(needed.name(), FailureText.describe(e)),
            e);
      }
    }
    return staged;
  }

  private String allFailed(KnownDataset dataset, List<String> failures) {
    return """
    %s was not fetched; every source failed:
      %s
    To place it by hand, put %s (each may be gzipped, with .gz) into %s, then: trawl data verify %s\
    """
        .formatted(
            dataset.name(),
            String.join("\n  ", failures),
            String.join(", ", dataset.fileNames()),
            folder(dataset),
            dataset.name());
  }

  /** The old files are back in their place when the new ones can't be moved there. */
  static void moveIntoPlace(Path staged, Path folder, Path replaced) throws IOException {
    boolean there = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (there) {
      Files.move(folder, replaced, StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      if (there) {
        Files.move(replaced, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  private static VerifiedFile check(RawFile needed, Path file) {
    try {
      Fingerprint found =
          Checksums.fingerprint(file, OutputStream.nullOutputStream(), needed.bytes());
      return new VerifiedFile(file, found.bytes(), found.md5(), problem(needed, found));
    } catch (IOException e) {
      return new VerifiedFile(
          file, 0, null, "need it to be readable, found: " + FailureText.describe(e));
    }
  }

  private static @Nullable String problem(RawFile needed, Fingerprint found) {
    return found.equals(needed.fingerprint())
        ? null
        : "need %s, found %s".formatted(needed.fingerprint(), found);
  }

  private void removeLeftovers(String prefix) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> entries = Files.list(cache)) {
      leftovers =
          entries.filter(entry -> entry.getFileName().toString().startsWith(prefix)).toList();
    }
    leftovers.forEach(this::remove);
  }

  /** Removes a folder without following links; what can't be removed is left to the next fetch. */
  private void remove(Path folder) {
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    } catch (IOException e) {
      progress.accept("could not remove %s: %s".formatted(folder, FailureText.describe(e)));
    }
  }
}
