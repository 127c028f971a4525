package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody reads who sits between the driver and an executor: all of it without encryption,
 * though both know the secret, and nothing with it. {@code src/spark/check} runs it.
 */
@EnabledIfSystemProperty(named = "trawl.spark.jar", matches = ".+")
@EnabledOnOs(value = OS.LINUX, disabledReason = "others have no second loopback address")
final class WireTest {
  private static final String SECRET = "only the sweep's owner may read this";

  private static final String FILE =
      """
      name: w
      description: %s
      dataset: {name: mnist, validation_split: 0.2, train_limit: 600, test_limit: 300}
      method: random
      run_cap: 1
      parameters: {filters: {value: [4, 8]}}
      training: {epochs: 1}
      """
          .formatted(SECRET);

  /** The sweep's text goes there, metrics come back, images and code are fetched. */
  private static final Map<String, byte[]> KNOWN =
      Map.of(
          "sweep file", SECRET.getBytes(StandardCharsets.US_ASCII),
          "metrics", "val_accuracy".getBytes(StandardCharsets.US_ASCII),
          "images", new byte[] {0, 0, 8, 3, 0, 0, (byte) 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28},
          "code", "dev/trawl/spark/TrainingTask.class".getBytes(StandardCharsets.US_ASCII));

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path files;

  @Test
  void wire_withoutEncryption_isRead() throws Exception {
    assertThat(read("plain", false)).isEqualTo(KNOWN.keySet());
  }

  @Test
  void wire_withEncryption_isNotRead() throws Exception {
    assertThat(read("encrypted", true)).isEmpty();
  }

  /** Which of what is known is seen on the wire while a sweep runs to its end. */
  private Set<String> read(String database, boolean isEncrypted) throws Exception {
    TrawlFolder folder = new TrawlFolder(files);
    Files.writeString(files.resolve("w.yaml"), FILE);
    try (Tap messages = new Tap();
        Tap blocks = new Tap()) {
      Process driver =
          folder.onSpark(
              database,
              "local-cluster[1,1,1500]",
              "run",
              "w.yaml",
              "--spark-conf",
              "spark.network.crypto.enabled=" + isEncrypted,
              "--spark-conf",
              "spark.driver.host=" + Tap.ADDRESS,
              "--spark-conf",
              "spark.driver.bindAddress=" + InetAddress.getLoopbackAddress().getHostAddress(),
              "--spark-conf",
              "spark.driver.port=" + messages.port(),
              "--spark-conf",
              "spark.driver.blockManager.port=" + blocks.port());
      assertThat(driver.waitFor(TrawlFolder.LONGEST.toMinutes(), TimeUnit.MINUTES)).isTrue();
      assertThat(folder.log(database)).contains("1 of 1 runs finished");
      assertThat(messages.bytes()).as("what passed").isGreaterThan(50_000_000);
      Set<String> seen = new TreeSet<>(messages.seen());
      seen.addAll(blocks.seen());
      return seen;
    }
  }

  /** Passes on what comes to an address, and reads it. */
  private static final class Tap implements AutoCloseable {
    static final String ADDRESS = "127.0.0.2";
    private static final int BUFFER = 1 << 16;

    private final ServerSocket server;
    private final Set<String> seen = Collections.synchronizedSet(new TreeSet<>());
    private final AtomicLong bytes = new AtomicLong();

    Tap() throws IOException {
      server = new ServerSocket(0, 50, InetAddress.getByName(ADDRESS));
      daemon(this::accept);
    }

    int port() {
      return server.getLocalPort();
    }

    Set<String> seen() {
      return Set.copyOf(seen);
    }

    long bytes() {
      return bytes.get();
    }

    private static void daemon(Runnable work) {
      Thread thread = new Thread(work, "tap");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket caller = server.accept();
          Socket driver = new Socket(InetAddress.getLoopbackAddress(), port());
          daemon(() -> pass(caller, driver));
          daemon(() -> pass(driver, caller));
        }
      } catch (IOException e) {
        // Closed.
      }
    }

    private void pass(Socket from, Socket to) {
      int longest = KNOWN.values().stream().mapToInt(known -> known.length).max().orElseThrow();
      byte[] buffer = new byte[BUFFER];
      int kept = 0;
      try (from;
          to;
          InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        int count;
        while ((count = in.read(buffer, kept, buffer.length - kept)) > 0) {
          out.write(buffer, kept, count);
          out.flush();
          bytes.addAndGet(count);
          int end = kept + count;
          look(buffer, end);
          kept = Math.min(end, longest);
          System.arraycopy(buffer, end - kept, buffer, 0, kept);
        }
      } catch (IOException e) {
        // One of them is gone.
      }
    }

    /** For hundreds of megabytes. */
    private void look(byte[] buffer, int end) {
      KNOWN.forEach(
          (name, known) -> {
            boolean isSeen = seen.contains(name);
            for (int at = 0; at + known.length <= end && !isSeen; at++) {
              if (buffer[at] == known[0]
                  && buffer[at + 2] == known[2]
                  && Arrays.equals(buffer, at, at + known.length, known, 0, known.length)) {
                isSeen = true;
                seen.add(name);
              }
            }
          });
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
