package dev.trawl.store.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations that don't end, of a database that is closed. */
final class DatabaseCloseTest {
  private final CountDownLatch begun = new CountDownLatch(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  /** Hours. */
  private long endless(Handle handle) {
    begun.countDown();
    return handle
        .createQuery("SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000000000) WHERE MOD(X, 7) = 3")
        .mapTo(Long.class)
        .one();
  }

  @Test
  void close_writeThatRunsOn_isUndoneAndTheFileIsClosed() throws Exception {
    Database database = open();
    assertThat(folder.resolve("trawl.lock.db")).exists();
    CompletableFuture<Long> write =
        CompletableFuture.supplyAsync(
            () ->
                database.write(
                    transaction -> {
                      transaction
                          .handle()
                          .execute("UPDATE change_counter SET sequence = 77 WHERE id = 1");
                      long unused = endless(transaction.handle());
                    },
                    handle -> 1L));
    begun.await();

    database.close();

    assertThat(folder.resolve("trawl.lock.db")).doesNotExist();
    assertThatThrownBy(write::get).hasCauseInstanceOf(StoreException.class);
    try (Database again = open()) {
      assertThat(
              again.<Long>read(
                  handle ->
                      handle
                          .createQuery("SELECT sequence FROM change_counter WHERE id = 1")
                          .mapTo(Long.class)
                          .one()))
          .isZero();
    }
  }

  @Test
  void close_workBetweenStatementsThatRunsOn_canBeginNoOther() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CompletableFuture<Throwable> next = new CompletableFuture<>();
    Database database = open();
    CompletableFuture<Long> work =
        CompletableFuture.supplyAsync(
            () ->
                database.read(
                    handle -> {
                      begun.countDown();
                      await(closed);
                      try {
                        return endless(handle);
                      } catch (RuntimeException e) {
                        next.complete(e);
                        throw e;
                      }
                    }));
    begun.await();

    database.close();

    assertThat(work).isNotDone();
    assertThat(folder.resolve("trawl.lock.db")).doesNotExist();
    closed.countDown();
    assertThat(next.get()).rootCause().hasMessageContaining("closed");
  }

  private Database open() {
    return Database.open(
        DatabaseUrl.parse("jdbc:h2:file:" + folder.resolve("trawl")),
        Clock.systemUTC(),
        StoreSettings.DEFAULT);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
