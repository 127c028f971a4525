package dev.trawl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.trawl.cli.text.VisibleText;
import dev.trawl.runner.LogCapture;
import java.util.Locale;
import java.util.function.Consumer;

/** Log messages as single lines for a person: no time, no thread, no stack trace. */
final class LogLines extends AppenderBase<ILoggingEvent> {
  static final String NAME = "lines";

  /** From which level on messages are shown. */
  static final Level SHOWN = Level.WARN;

  private volatile Level threshold = SHOWN;
  private volatile Consumer<String> sink = System.err::println;

  static LogLines started(LoggerContext context) {
    LogLines lines = new LogLines();
    lines.setName(NAME);
    lines.setContext(context);
    lines.start();
    return lines;
  }

  void show(Level from) {
    threshold = from;
  }

  void sendTo(Consumer<String> newSink) {
    sink = newSink;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(threshold)) {
      return;
    }
    String run = event.getMDCPropertyMap().get(LogCapture.RUN);
    String cause =
        event.getThrowableProxy() == null
            ? ""
            : " ("
                + event.getThrowableProxy().getClassName()
                + ": "
                + event.getThrowableProxy().getMessage()
                + ")";
    sink.accept(
        VisibleText.line(
            event.getLevel().toString().toLowerCase(Locale.ROOT)
                + ": "
                + (run == null ? "" : run + " ")
                + event.getFormattedMessage()
                + cause));
  }
}
