package dev.trawl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.trawl.runner.LogCapture;
import dev.trawl.serving.ServeLog;
import dev.trawl.store.DatabaseFile;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs to a file, and warnings to stderr too. Logback finds it as a service when the first logger
 * is made; that is faster than reading XML, and commands that log nothing don't pay for it.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Names another file, which is made with its folder; for tests. */
  private static final String CHOSEN = "trawl.log";

  private static final String BESIDE_DATABASE = "trawl.log.beside";

  private static final String OURS = "dev.trawl";

  /** From which level on our messages are logged. */
  private static final Level RECORDED = Level.INFO;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger(OURS).setLevel(RECORDED);
    // Warns on each migration that it was not tried with this H2; the store's tests do that.
    context.getLogger("org.flywaydb").setLevel(Level.ERROR);
    // What fails there fails an operation of ours, which says so.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.ERROR);
    ServeLog.hushClients(context);
    context.getLogger("org.bytedeco.javacpp").setLevel(Level.ERROR); // Its versions differ.
    context.getLogger("org.apache.spark.network").setLevel(Level.OFF);
    context.getLogger("org.apache.hadoop.util.NativeCodeLoader").setLevel(Level.OFF);
    root.addAppender(LogFile.started(context));
    root.addAppender(LogLines.started(context));
    root.addAppender(LogOfThreads.started(context));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Logs beside the database of this URL; does not make Logback load. */
  static void besideDatabase(String url) {
    try {
      DatabaseFile.of(url)
          .ifPresent(database -> System.setProperty(BESIDE_DATABASE, database + ".log"));
    } catch (IllegalArgumentException e) {
      // A command that opens the database says so.
    }
  }

  /** Where the log is, once there is something to log and a database. */
  static Path file() {
    String beside = System.getProperty(BESIDE_DATABASE, ".trawl/trawl.log");
    return Path.of(System.getProperty(CHOSEN, beside)).toAbsolutePath();
  }

  /** Whether the log has a place of its own, whatever is recorded. */
  static boolean isChosen() {
    return System.getProperty(CHOSEN) != null;
  }

  /** Shows our debug messages on stderr, until the returned action is run. */
  static Runnable verbose() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    show(context, Level.DEBUG, Level.DEBUG);
    return () -> show(context, RECORDED, LogLines.SHOWN);
  }

  private static void show(LoggerContext context, Level recorded, Level shown) {
    context.getLogger(OURS).setLevel(recorded);
    lines(context).show(shown);
  }

  /** Sends what would go to stderr to {@code sink}, until the returned action is run. */
  static Runnable divert(Consumer<String> sink) {
    LogLines lines = lines((LoggerContext) LoggerFactory.getILoggerFactory());
    lines.sendTo(sink);
    return () -> lines.sendTo(System.err::println);
  }

  /** What single threads log. */
  static LogCapture ofThreads() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    return (LogOfThreads) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogOfThreads.NAME);
  }

  private static LogLines lines(LoggerContext context) {
    return (LogLines) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogLines.NAME);
  }
}
