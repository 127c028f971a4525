package dev.trawl.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.trawl.track.ReadLimitException;
import dev.trawl.track.RunStore;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Reads on behalf of others, who may ask for anything and leave. They have connections of their
 * own, so that nobody who records waits for them; a read that takes too long, or whose thread is
 * interrupted, is stopped where it is. Safe for use by many threads.
 */
public final class RequestReads implements AutoCloseable {
  /** A page asks for about six things at once, each for some milliseconds. */
  private static final int CONNECTIONS = 4;

  /** The others answer meanwhile what a page shows. */
  private static final int SEARCHES = 2;

  private static final Duration LIMIT = Duration.ofSeconds(RunStore.READ_LIMIT_SECONDS);

  private final Database database;
  private final StoreThreads threads;
  private final HikariDataSource pool;
  private final CheckedConnections connections;
  private final Jdbi jdbi;
  private final Semaphore searches = new Semaphore(SEARCHES, true);

  /**
   * @param threads those of the database
   * @param recording the connections of those who record, whose settings these have
   * @param checked how those are checked
   */
  RequestReads(
      Database database,
      StoreThreads threads,
      HikariDataSource recording,
      CheckedConnections checked) {
    this.database = database;
    this.threads = threads;
    HikariConfig config = new HikariConfig();
    recording.copyStateTo(config);
    config.setPoolName("trawl-requests");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1); // with none, who waits gets no new one for one that was evicted
    config.setConnectionTimeout(LIMIT.plusSeconds(1).toMillis()); // a reader gives up before it
    // Should nobody be left to stop it: H2 looks between rows.
    config.setConnectionInitSql("SET QUERY_TIMEOUT " + LIMIT.toMillis());
    pool = new HikariDataSource(config);
    connections = checked.of(pool);
    jdbi = Jdbi.create(connections);
    jdbi.getConfig(Handles.class).setForceEndTransactions(false); // connections never autocommit
    jdbi.getConfig(FoundDamage.class).join(database.damage());
  }

  /**
   * What {@code work} reads, in one transaction.
   *
   * @throws ReadLimitException when it takes too long, waiting for a connection included, or this
   *     thread is interrupted
   */
  public <T> T read(Function<Handle, T> work) {
    return read(work, LIMIT);
  }

  /** The same for work whose cost is up to whoever asks: only some of it at once. */
  public <T> T search(Function<Handle, T> work) {
    long began = System.nanoTime();
    try {
      if (!searches.tryAcquire(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw tooSlow(LIMIT, null);
      }
    } catch (InterruptedException e) {
      throw gone(e);
    }
    try {
      return read(work, LIMIT.minusNanos(System.nanoTime() - began));
    } finally {
      searches.release();
    }
  }

  <T> T read(Function<Handle, T> work, Duration limit) {
    Reading reading = new Reading();
    Future<T> result = threads.submit(() -> database.retried(attempt -> once(work, reading)));
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      threads.submit(reading::giveUp);
      throw tooSlow(limit, e);
    } catch (InterruptedException e) {
      threads.submit(reading::giveUp);
      throw gone(e);
    } catch (ExecutionException e) {
      throw Faults.isStopped(e) ? tooSlow(limit, e) : threads.failure(e);
    }
  }

  private <T> T once(Function<Handle, T> work, Reading reading) {
    reading.check();
    try (Handle handle = open(reading)) {
      reading.follow(handle);
      try {
        T result = work.apply(handle);
        Database.commit(handle);
        return result;
      } finally {
        if (reading.isGivenUp()) {
          pool.evictConnection(handle.getConnection()); // H2 might stop its next statement
        }
      }
    }
  }

  private Handle open(Reading reading) {
    try {
      return jdbi.open();
    } catch (RuntimeException e) {
      reading.check(); // then nobody waits for another try
      throw e;
    }
  }

  private static ReadLimitException gone(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ReadLimitException("need whoever asks to wait, found them gone", e);
  }

  private static ReadLimitException tooSlow(Duration limit, @Nullable Exception cause) {
    return new ReadLimitException(
        "need an answer of the database within %d s, found none: ask for less, or later"
            .formatted(limit.toSeconds()),
        cause);
  }

  /** As of the recording connections: a broken one is seldom alone. */
  void reconnect() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  /** Ends those that still run. */
  void end() {
    connections.end();
  }

  @Override
  public void close() {
    pool.close();
  }
}
