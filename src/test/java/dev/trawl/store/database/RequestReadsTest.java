package dev.trawl.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.StoreProcess;
import dev.trawl.track.ReadLimitException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestReadsTest {
  /** Hours, wherever the database is. */
  private static long endless(Handle handle) {
    return handle
        .createQuery("SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000000000) WHERE MOD(X, 7) = 3")
        .mapTo(Long.class)
        .one();
  }

  private static long running(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS
            WHERE EXECUTING_STATEMENT LIKE '%SYSTEM_RANGE(1%' AND SESSION_STATE = 'RUNNING'
            AND EXECUTING_STATEMENT NOT LIKE '%SESSIONS%'
            """)
        .mapTo(Long.class)
        .one();
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void read_beyondItsLimit_isStoppedWhereverItRuns(boolean elsewhere) throws Exception {
    inDatabase(
        elsewhere,
        database -> {
          assertThatThrownBy(
                  () -> database.requests().read(RequestReadsTest::endless, Duration.ofSeconds(1)))
              .isInstanceOf(ReadLimitException.class)
              .hasMessageContaining("within 1 s");
          awaitNoneRunning(database);
          assertThat(database.requests().<Integer>read(handle -> 1)).isEqualTo(1);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void read_whoseThreadIsInterrupted_isStopped(boolean elsewhere) throws Exception {
    inDatabase(
        elsewhere,
        database -> {
          CompletableFuture<Throwable> end = new CompletableFuture<>();
          Thread reader =
              new Thread(
                  () -> {
                    try {
                      database.requests().read(RequestReadsTest::endless);
                    } catch (RuntimeException e) {
                      end.complete(Thread.currentThread().isInterrupted() ? e : new Error(e));
                    }
                  });
          reader.start();
          while (database.read(RequestReadsTest::running) == 0) {
            Thread.onSpinWait();
          }
          reader.interrupt();
          assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(ReadLimitException.class);
          awaitNoneRunning(database);
        });
  }

  @Test
  void write_whileRequestsHoldAllTheirConnections_isNotDelayed() throws Exception {
    inDatabase(
        false,
        database -> {
          List<Thread> readers = new ArrayList<>();
          for (int i = 0; i < 20; i++) {
            readers.add(new Thread(() -> readUntilInterrupted(database)));
          }
          readers.forEach(Thread::start);
          for (int i = 0; i < 20; i++) {
            database.touch(handle -> 1);
            database.read(handle -> 1);
          }
          assertThat(readers).allMatch(Thread::isAlive);
          assertThat(database.<Long>read(RequestReadsTest::running)).isLessThanOrEqualTo(4);
          readers.forEach(Thread::interrupt); // else the database waits for them
          for (Thread reader : readers) {
            reader.join();
          }
        });
  }

  /** Those that were stopped leave their places to it. */
  @Test
  void read_whileStoppedOnesHeldAllConnections_isAnsweredOnceTheyAreStopped() throws Exception {
    inDatabase(
        false,
        database -> {
          List<Thread> stopped = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            stopped.add(new Thread(() -> readUntilInterrupted(database)));
          }
          stopped.forEach(Thread::start);
          while (database.read(RequestReadsTest::running) < 4) {
            Thread.sleep(5);
          }
          CompletableFuture<Integer> waiting =
              CompletableFuture.supplyAsync(() -> database.requests().<Integer>read(handle -> 1));
          Thread.sleep(200); // by then it waits
          stopped.forEach(Thread::interrupt);

          assertThat(waiting.join()).isEqualTo(1);
        });
  }

  private static void readUntilInterrupted(Database database) {
    try {
      database.requests().read(RequestReadsTest::endless);
    } catch (ReadLimitException e) {
      // Interrupted.
    }
  }

  private interface Work {
    void on(Database database) throws Exception;
  }

  /** With this process, or another one, serving the file. */
  private void inDatabase(boolean elsewhere, Work work) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("trawl");
    if (elsewhere) {
      try (StoreProcess other = StoreProcess.start(url, 500)) {
        other.next();
        open(url, work);
      }
    } else {
      open(url, work);
    }
  }

  private static void open(String url, Work work) throws Exception {
    try (Database database =
        Database.open(DatabaseUrl.parse(url), Clock.systemUTC(), StoreSettings.DEFAULT)) {
      work.on(database);
    }
  }

  private static void awaitNoneRunning(Database database) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (database.read(RequestReadsTest::running) > 0) {
      assertThat(System.nanoTime()).as("a stopped statement ran on").isLessThan(deadline);
      Thread.sleep(20);
    }
  }
}
