package dev.trawl.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.trawl.runner.LogCapture;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Hands what a thread logs to whoever listens to that thread. */
final class LogOfThreads extends AppenderBase<ILoggingEvent> implements LogCapture {
  static final String NAME = "threads";

  private static final String PATTERN = "%date{ISO8601, UTC} %-5level %logger{20} %msg%n%ex";

  private final PatternLayout layout = new PatternLayout();
  private final Map<Thread, Consumer<String>> listeners = new ConcurrentHashMap<>();

  static LogOfThreads started(LoggerContext context) {
    LogOfThreads log = new LogOfThreads();
    log.setName(NAME);
    log.setContext(context);
    log.layout.setContext(context);
    log.layout.setPattern(PATTERN);
    log.layout.start();
    log.start();
    return log;
  }

  @Override
  public Runnable capture(Consumer<String> lines) {
    Thread thread = Thread.currentThread();
    listeners.put(thread, lines);
    return () -> listeners.remove(thread);
  }

  @Override
  protected void append(ILoggingEvent event) {
    Consumer<String> lines = listeners.get(Thread.currentThread());
    if (lines != null) {
      lines.accept(layout.doLayout(event));
    }
  }
}
