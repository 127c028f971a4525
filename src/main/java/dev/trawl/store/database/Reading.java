package dev.trawl.store.database;

import dev.trawl.track.ReadLimitException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A read that somebody waits for, until they give it up. Safe for use by many threads. */
public final class Reading implements StatementCustomizer {
  private static final Logger log = LoggerFactory.getLogger(Reading.class);

  private static final String ATTRIBUTE = Reading.class.getName();

  private @Nullable PreparedStatement running; // guarded by this
  private boolean givenUp; // guarded by this

  /** From now on what the handle does can be given up. */
  void follow(Handle handle) {
    handle.getConfig(SqlStatements.class).addCustomizer(this).define(ATTRIBUTE, this);
  }

  /** For work between statements: ends it where the handle's read was given up. */
  public static void check(Handle handle) {
    if (handle.getConfig(SqlStatements.class).getAttribute(ATTRIBUTE) instanceof Reading reading) {
      reading.check();
    }
  }

  synchronized boolean isGivenUp() {
    return givenUp;
  }

  synchronized void check() {
    if (givenUp) {
      throw new ReadLimitException("need somebody who waits for the answer, found nobody", null);
    }
  }

  /** Stops the statement, in whichever process it runs, and all that would follow. */
  void giveUp() {
    PreparedStatement last;
    synchronized (this) {
      givenUp = true;
      last = running;
    }
    if (last != null) {
      try {
        last.cancel();
      } catch (SQLException e) {
        log.debug("a statement ended before it was stopped", e);
      }
    }
  }

  @Override
  public synchronized void beforeExecution(PreparedStatement statement, StatementContext context) {
    check();
    running = statement;
  }

  @Override
  public synchronized void afterExecution(PreparedStatement statement, StatementContext context) {
    running = null;
  }
}
