package dev.trawl.store.database;

import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.h2.engine.SysProperties;

/** Brings a database into being, or to the current schema, and leaves one connection to it open. */
public final class Opening {
  private static final String BIND_ADDRESS = "h2.bindAddress";
  private static final String LOOPBACK = "127.0.0.1";
  public static final String USER = "trawl";

  /** A process that opens a file by itself waits for the machine alone, however slow that is. */
  private static final Duration OWN = Duration.ofMinutes(5);

  private final DatabaseUrl url;
  private final StoreSettings settings;
  private final ExecutorService executor;
  private final Retry retry;
  private final Schema schema;

  public Opening(DatabaseUrl url, StoreSettings settings, ExecutorService executor, Retry retry) {
    this.url = url;
    this.settings = settings;
    this.executor = executor;
    this.retry = retry;
    this.schema = new Schema(settings);
  }

  /** An open connection, and who connected. */
  public record Opened(Connection connection, Credentials credentials) {}

  /** Tried again as a whole: whoever has the file open may go at any moment. */
  public Opened open() {
    return retry.run(attempt -> openOnce(), () -> {});
  }

  private Opened openOnce() {
    bindToLoopback();
    if (url.file() == null) {
      return openElsewhere();
    }
    needBindAddress();
    DatabaseFiles files = new DatabaseFiles(url.file());
    try {
      files.prepare();
      Duration timeout = settings.patience().plus(settings.connectTimeout());
      FileLock lock = files.lock(timeout);
      try {
        return openFile(files);
      } finally {
        lock.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new StoreException(
          "need to open %s, found %s".formatted(files.data(), Faults.describe(e)), e);
    }
  }

  /**
   * H2's server for the other processes listens on every interface unless it is told otherwise
   * before any of it is loaded.
   */
  static void bindToLoopback() {
    if (System.getProperty(BIND_ADDRESS) == null) {
      System.setProperty(BIND_ADDRESS, LOOPBACK);
    }
  }

  private static void needBindAddress() {
    String wanted = System.getProperty(BIND_ADDRESS);
    if (!wanted.equals(SysProperties.BIND_ADDRESS)) {
      throw new StoreException(
          "need %s=%s set before H2 is loaded, found H2 loaded with %s"
              .formatted(BIND_ADDRESS, wanted, SysProperties.BIND_ADDRESS),
          null);
    }
  }

  private Opened openElsewhere() {
    Credentials credentials = url.hasCredentials() ? Credentials.IN_URL : Credentials.NONE;
    Connection connection = connect(credentials);
    if (!isCurrent(connection)) {
      schema.migrate(url.jdbc(), credentials);
    }
    return new Opened(connection, credentials);
  }

  private Opened openFile(DatabaseFiles files) throws IOException {
    Credentials credentials =
        url.hasCredentials() ? Credentials.IN_URL : new Credentials(USER, files.password());
    if (!files.exist() && !url.settings().containsKey("IFEXISTS")) {
      schema.create(files, url, credentials);
    }
    Connection connection = connect(credentials);
    if (!isCurrent(connection)) {
      close(connection);
      schema.upgrade(files, url, credentials);
      connection = connect(credentials);
    }
    return new Opened(connection, credentials);
  }

  /** Closes the connection where the schema is too new. */
  private boolean isCurrent(Connection connection) {
    try {
      return schema.isCurrent(connection);
    } catch (SQLException e) {
      close(connection);
      throw failure(e);
    } catch (StoreException e) {
      close(connection);
      throw e;
    }
  }

  private void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** A stopped owner of the database never answers, so the wait is in another thread. */
  private Connection connect(Credentials credentials) {
    boolean isElsewhere = url.hasOwner();
    Duration longest = isElsewhere ? settings.connectTimeout() : OWN;
    CompletableFuture<Connection> connection =
        CompletableFuture.supplyAsync(() -> driverConnection(credentials), executor);
    try {
      return connection.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      closeOnceOpen(connection);
      String needed =
          isElsewhere
              ? "need the process that has %s open to answer within %d s, found no answer"
              : "need %s to open within %d s, found this machine slower";
      throw new StoreException(needed.formatted(url.base(), longest.toSeconds()), null);
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      closeOnceOpen(connection);
      Thread.currentThread().interrupt();
      throw new StoreException(
          "need to connect to %s, found an interrupt".formatted(url.base()), e);
    }
  }

  private Connection driverConnection(Credentials credentials) {
    try {
      return new Connector(url.jdbc(), credentials).connect();
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  /** Nobody waits for it any more, and H2 would keep the database open for it. */
  private void closeOnceOpen(CompletableFuture<Connection> connection) {
    CompletableFuture<Void> unused = connection.thenAccept(this::close);
  }

  private StoreException failure(Throwable cause) {
    boolean ownPassword = url.file() != null && !url.hasCredentials();
    if (ownPassword && Faults.isWrongPassword(cause)) {
      return new StoreException(
          "need the password of %1$s in %1$s.password, found another one there (%2$s)"
              .formatted(url.file(), Faults.describe(cause)),
          cause);
    }
    return new StoreException(
        "need to open %s, found %s".formatted(url.base(), Faults.describe(cause)), cause);
  }
}
