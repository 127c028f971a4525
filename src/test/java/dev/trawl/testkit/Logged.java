package dev.trawl.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What is logged from its start to its end, by whomever. */
public final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Logger root;
  private final Logger ours;
  private final @Nullable Level before;

  /**
   * @param level of our own messages
   */
  public Logged(Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ours = context.getLogger("dev.trawl");
    before = ours.getLevel();
    ours.setLevel(level);
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
  }

  /** A line for each; one with a stack trace says so. */
  public List<String> lines() {
    return events.stream()
        .map(
            event ->
                "%s %s%s"
                    .formatted(
                        event.getLevel(),
                        event.getFormattedMessage(),
                        event.getThrowableProxy() == null
                            ? ""
                            : " TRACE " + event.getThrowableProxy().getClassName()))
        .toList();
  }

  @Override
  public void close() {
    root.detachAppender(this);
    ours.setLevel(before);
    stop();
  }
}
