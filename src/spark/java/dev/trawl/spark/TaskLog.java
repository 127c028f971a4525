package dev.trawl.spark;

import dev.trawl.spark.Messages.LogLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** On an executor: what one thread logs there, until it is closed. */
final class TaskLog extends AbstractAppender implements AutoCloseable {
  private static final String OURS = "dev.trawl.";

  private final long thread;
  private final Consumer<LogLine> lines;

  private TaskLog(Thread thread, Consumer<LogLine> lines) {
    super("trawl-" + thread.getId(), null, null, true, Property.EMPTY_ARRAY);
    this.thread = thread.getId();
    this.lines = lines;
  }

  /** Of the thread that asks for it; {@code lines} hears each message on that thread. */
  static TaskLog ofThisThread(Consumer<LogLine> lines) {
    TaskLog log = new TaskLog(Thread.currentThread(), lines);
    log.start();
    root().addAppender(log, Level.INFO, null);
    context().updateLoggers();
    return log;
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }

  private static LoggerConfig root() {
    return context().getConfiguration().getRootLogger();
  }

  @Override
  public void append(LogEvent event) {
    Level needed = event.getLoggerName().startsWith(OURS) ? Level.INFO : Level.WARN;
    if (event.getThreadId() == thread && event.getLevel().isMoreSpecificThan(needed)) {
      StringWriter text = new StringWriter();
      text.append(event.getMessage().getFormattedMessage());
      if (event.getThrown() != null) {
        text.append('\n');
        event.getThrown().printStackTrace(new PrintWriter(text));
      }
      lines.accept(
          new LogLine(event.getLevel().isMoreSpecificThan(Level.WARN), text.toString().strip()));
    }
  }

  @Override
  public void close() {
    root().removeAppender(getName());
    context().updateLoggers();
    stop();
  }
}
