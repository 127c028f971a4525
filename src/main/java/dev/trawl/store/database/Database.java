package dev.trawl.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.trawl.track.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions on one H2 database, whichever process has it open. Safe for use by many threads.
 *
 * <p>The first process that opens a file serves it to the others; when it ends or dies, the next
 * one that connects takes its place. Callers can't tell, and need not: an operation that meets a
 * fault that passes, such as a server that is gone, is done again as a whole ({@link Retry}) for
 * some seconds, on new connections.
 *
 * <p>To be done again, a write must not take effect twice, and a connection that breaks during the
 * commit doesn't tell whether it did. So each write has an operation id, which is recorded with its
 * changes: another try first looks whether it is there, and then only reads the result. That is
 * also why connections never commit by themselves: H2 would repeat a statement behind our back
 * after its server died.
 *
 * <p>There are three kinds of operations. {@link #read} is a transaction. {@link #write} locks the
 * counter of changes first, so there is one at a time on the whole database ({@link
 * WriteTransaction}), and is on the disk when it returns. {@link #touch} is a write that nobody
 * follows, such as a heartbeat: it is no change, and {@link Upkeep} flushes it soon. Reads on
 * behalf of those who ask over the network have other connections and a limit ({@link
 * RequestReads}), so that they never keep a write waiting.
 *
 * <p>Everything runs on threads of its own ({@link StoreThreads}): a caller that is interrupted
 * goes on waiting, since the work is not undone by it, and is still interrupted afterwards.
 *
 * <p>H2 closes the file with its last connection. So the pool keeps one at all times, and gets it
 * before the connection that {@link Opening} made is closed; after a fault all are let go, since H2
 * opens a file anew only then. Closing goes from the outside in: no further tries, running
 * operations end or are ended, the last flush, connections.
 */
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  /** Workers, a heartbeat and commands; each is a session in H2. */
  private static final int CONNECTIONS = 8;

  /** While the database can't be opened, what is wrong shows only after it. */
  private static final long POOL_TIMEOUT_MILLIS = 1500;

  private final DatabaseClock clock;
  private final Retry retry;
  private final Connector connector;
  private final HikariDataSource pool;
  private final CheckedConnections connections;
  private final Jdbi jdbi;
  private final StoreThreads threads;
  private final Flushing flushing = new Flushing();
  private final Upkeep upkeep;
  private final RequestReads requests;

  private Database(
      StoreThreads threads,
      Clock clock,
      Retry retry,
      Connector connector,
      HikariDataSource pool,
      CheckedConnections connections) {
    this.threads = threads;
    this.clock = new DatabaseClock(clock);
    this.retry = retry;
    this.connector = connector;
    this.pool = pool;
    this.connections = connections;
    this.jdbi = Jdbi.create(connections);
    jdbi.getConfig(Handles.class).setForceEndTransactions(false); // connections never autocommit
    this.upkeep = new Upkeep(jdbi, flushing);
    this.requests = new RequestReads(this, threads, pool, connections);
  }

  public static Database open(DatabaseUrl url, Clock clock, StoreSettings settings) {
    StoreThreads threads = new StoreThreads(url.base());
    Retry retry = new Retry(url.base(), url.hasOwner(), settings);
    try {
      Opening.Opened opened = new Opening(url, settings, threads.executor(), retry).open();
      Connector connector = new Connector(url.jdbc(), opened.credentials());
      HikariDataSource pool = pool(connector);
      try {
        retry.run(attempt -> connect(pool, url), () -> {});
      } catch (RuntimeException e) {
        pool.close();
        throw e;
      } finally {
        closeFirst(opened.connection());
      }
      CheckedConnections connections =
          new CheckedConnections(pool, connector, new Schema(settings));
      return new Database(threads, clock, retry, connector, pool, connections);
    } catch (RuntimeException e) {
      threads.executor().shutdown();
      throw e;
    }
  }

  /** H2 closes the database with its last connection, so the pool gets one before that. */
  private static boolean connect(HikariDataSource pool, DatabaseUrl url) {
    try (Connection connection = pool.getConnection()) {
      log.debug("database open url={} connection={}", url.base(), connection);
      return true;
    } catch (SQLException e) {
      throw new StoreException(
          "need to open %s, found %s".formatted(url.base(), Faults.describe(e)), e);
    }
  }

  /** Only the pool needs the database open. */
  private static void closeFirst(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      log.debug("connection broken before it was closed reason={}", Faults.describe(e));
    }
  }

  private static HikariDataSource pool(Connector connector) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("trawl");
    config.setDataSource(connector);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1); // H2 closes the database with its last connection
    config.setMaxLifetime(0);
    config.setConnectionTimeout(POOL_TIMEOUT_MILLIS); // then it is tried again, or said
    config.setInitializationFailTimeout(-1); // connects in the background, so it can't hang here
    return new HikariDataSource(config);
  }

  public DatabaseClock clock() {
    return clock;
  }

  /** What was found damaged so far. */
  public FoundDamage damage() {
    return jdbi.getConfig(FoundDamage.class);
  }

  /** From now on operations are tried again for this long. */
  public void shortenPatience(Duration patience) {
    retry.shorten(patience);
  }

  /** What {@code work} reads, in one transaction. */
  public <T> T read(Function<Handle, T> work) {
    return threads.call(
        () ->
            retried(
                attempt -> {
                  try (Handle handle = jdbi.open()) {
                    T result = work.apply(handle);
                    commit(handle);
                    return result;
                  }
                }));
  }

  /** Reads of those who ask over the network. */
  public RequestReads requests() {
    return requests;
  }

  /**
   * Applies {@code changes} in one transaction, which is on the disk when this returns. When the
   * connection breaks while it commits, the changes' operation id tells whether it did.
   *
   * @param result read within the transaction, after the changes
   */
  public <T> T write(Consumer<WriteTransaction> changes, Function<Handle, T> result) {
    UUID operation = UUID.randomUUID();
    AtomicLong before = new AtomicLong(Long.MAX_VALUE); // the latest change when it began
    return threads.call(
        () ->
            retried(
                attempt -> {
                  try (Handle handle = jdbi.open()) {
                    WriteTransaction transaction =
                        WriteTransaction.begin(handle, operation, clock, flushing);
                    if (attempt == 1 || !transaction.isRecorded(before.get())) {
                      before.accumulateAndGet(transaction.sequence(), Math::min);
                      changes.accept(transaction);
                      transaction.end();
                    }
                    T value = result.apply(handle);
                    commit(handle);
                    flushing.flushChange(handle);
                    commit(handle);
                    return value;
                  }
                }));
  }

  /** Like a write, but no change and flushed to the disk only within a second or two. */
  public <T> T touch(Function<Handle, T> work) {
    return threads.call(
        () ->
            retried(
                attempt -> {
                  try (Handle handle = jdbi.open()) {
                    WriteTransaction.lock(handle, flushing);
                    T value = work.apply(handle);
                    commit(handle);
                    return value;
                  }
                }));
  }

  /** What {@code work} returns once the database answers; it is given the number of the attempt. */
  <T> T retried(IntFunction<T> work) {
    return retry.run(work, this::reconnect);
  }

  static void commit(Handle handle) {
    try {
      handle.getConnection().commit();
    } catch (SQLException e) {
      throw new StoreException("need to commit, found " + Faults.describe(e), e);
    }
  }

  /** A broken connection is seldom alone, and H2 opens a file anew only after all are closed. */
  private void reconnect() {
    pool.getHikariPoolMXBean().softEvictConnections();
    requests.reconnect();
  }

  /** Begins something that needs no database, beside what does: its result, waited for. */
  public <T> Supplier<T> start(Callable<T> work) {
    return threads.start(work);
  }

  /**
   * Lets running operations end; so does an interrupted thread. One that doesn't within seconds
   * fails, so that nothing keeps the file open.
   */
  @Override
  public void close() {
    retry.stop();
    threads.close(
        () -> {
          requests.end();
          connections.end();
        },
        () -> {
          upkeep.end();
          connector.close();
          requests.close();
          pool.close();
        });
  }
}
