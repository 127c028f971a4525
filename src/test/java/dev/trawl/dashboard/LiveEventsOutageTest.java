package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.trawl.testkit.InterceptedStore;
import dev.trawl.testkit.Logged;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live events over a store that hangs or fails when all clients' changes are asked for. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class LiveEventsOutageTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile CountDownLatch hanging = new CountDownLatch(0);
  private volatile boolean failing;

  @SuppressWarnings("NullAway.Init")
  private Serving serving;

  @BeforeEach
  void serve(@TempDir Path folder) {
    serving = new Serving(folder);
    serving.startOver(faulty(serving.store));
  }

  @AfterEach
  void close() {
    hanging.countDown();
    serving.close();
  }

  private RunStore faulty(RunStore store) {
    return InterceptedStore.of(
        store,
        operation -> {
          if (!operation.name().equals("changes")) {
            return operation.proceed();
          }
          asked.incrementAndGet();
          hanging.await();
          if (failing) {
            throw new StoreException("the disk is gone", null);
          }
          Object changes = operation.proceed();
          answered.incrementAndGet();
          return changes;
        });
  }

  private BufferedReader subscribe() throws IOException, InterruptedException {
    InputStream body =
        serving
            .client
            .send(
                HttpRequest.newBuilder(serving.uri("/api/v1/events")).build(),
                BodyHandlers.ofInputStream())
            .body();
    BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    assertThat(reader.readLine()).isEqualTo(": connected");
    return reader;
  }

  private static void awaitMore(AtomicInteger count, int more) throws InterruptedException {
    for (int wanted = count.get() + more; count.get() < wanted; ) {
      Thread.sleep(10);
    }
  }

  @Test
  void store_thatHangs_keepsNobodyFromComingAndGoing() throws Exception {
    hanging = new CountDownLatch(1);
    BufferedReader first = subscribe();
    awaitMore(asked, asked.get() == 0 ? 1 : 0);

    for (int i = 0; i < 20; i++) {
      subscribe().close();
    }
    BufferedReader last = subscribe();
    Sweep sweep = serving.store.createSweep(Recording.newSweep(), serving.recording.owner);
    hanging.countDown();

    for (BufferedReader reader : new BufferedReader[] {first, last}) {
      String line = reader.readLine();
      while (!line.startsWith("data: ")) {
        line = reader.readLine();
      }
      assertThat(line).contains(sweep.id());
      reader.close();
    }
  }

  @Test
  @SuppressWarnings("try") // It listens by being open.
  void store_thatFails_isWarnedOfOnceForEachOutage() throws Exception {
    try (Logged logged = new Logged(Level.WARN);
        BufferedReader reader = subscribe()) {
      for (int outage = 1; outage <= 2; outage++) {
        failing = true;
        awaitMore(asked, 4);
        assertThat(logged.lines())
            .filteredOn(line -> line.contains("live events wait for the store task=changes"))
            .hasSize(outage);
        failing = false;
        awaitMore(answered, 2);
      }
      assertThat(reader.readLine()).isEmpty(); // of the comment: the stream is open
    }
  }
}
