package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.data.KnownDataset.RawFile;
import dev.trawl.sweep.DatasetSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** A known dataset of 25 images, the same in every process. */
final class TinyDataset {
  private final Map<String, byte[]> contents =
      Map.of(
          IdxFiles.TRAIN_IMAGES, IdxFiles.randomImages(20, 4, 6, 1),
          IdxFiles.TRAIN_LABELS, IdxFiles.labels(IntStream.range(0, 20).map(i -> i % 2).toArray()),
          IdxFiles.TEST_IMAGES, IdxFiles.randomImages(5, 4, 6, 2),
          IdxFiles.TEST_LABELS, IdxFiles.labels(0, 1, 0, 1, 0));

  Map<String, byte[]> contents() {
    return contents;
  }

  byte[] content(String name) {
    return Objects.requireNonNull(contents.get(name));
  }

  DatasetSpec spec() {
    return new DatasetSpec("tiny", null, 0.2, null, null);
  }

  KnownDataset known(DatasetSource... sources) {
    return new KnownDataset(
        "tiny",
        2,
        4,
        6,
        List.of(
            file(DatasetFile.TRAIN_IMAGES, IdxFiles.TRAIN_IMAGES),
            file(DatasetFile.TRAIN_LABELS, IdxFiles.TRAIN_LABELS),
            file(DatasetFile.TEST_IMAGES, IdxFiles.TEST_IMAGES),
            file(DatasetFile.TEST_LABELS, IdxFiles.TEST_LABELS)),
        List.of(sources));
  }

  Datasets datasets(Path cache, DatasetSource... sources) {
    return new Datasets(cache, line -> {}, waited -> {}, List.of(known(sources)));
  }

  /** A shell script in npm's place. */
  static DatasetSource npm(String script) {
    return new NpmSource(
        List.of("sh", "-c", script), "tiny-data", "1.0.0", "data", Duration.ofSeconds(30));
  }

  /** The process ids in a file, once a child has written it. */
  static List<Long> awaitPids(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < 600 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    return Arrays.stream(Files.readString(file).strip().split(" ", -1)).map(Long::valueOf).toList();
  }

  static void assertEnded(List<Long> pids) {
    for (long pid : pids) {
      Optional<ProcessHandle> child = ProcessHandle.of(pid);
      if (child.isPresent()) {
        assertThat(child.get().onExit()).succeedsWithin(Duration.ofSeconds(10));
      }
    }
  }

  static <T> T unchecked(Callable<T> action) {
    try {
      return action.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private RawFile file(DatasetFile part, String name) {
    byte[] content = content(name);
    try {
      byte[] md5 = MessageDigest.getInstance("MD5").digest(content);
      return new RawFile(part, name, content.length, HexFormat.of().formatHex(md5));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
