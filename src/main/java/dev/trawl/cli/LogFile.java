package dev.trawl.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log file, made with its folder at the first message, so that a command that has nothing to
 * log leaves nothing behind. At 10 MB it becomes {@code ….1} and a new one begins.
 */
final class LogFile extends AppenderBase<ILoggingEvent> {
  private static final String PATTERN = "%date{ISO8601} %-5level [%thread] %logger{20} %msg%n%ex";

  private final Path path;
  private @Nullable RollingFileAppender<ILoggingEvent> file;

  private LogFile(Path path) {
    this.path = path;
  }

  static LogFile started(LoggerContext context, Path path) {
    LogFile file = new LogFile(path);
    file.setContext(context);
    file.start();
    return file;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (file == null) {
      file = open();
    }
    file.doAppend(event);
  }

  private RollingFileAppender<ILoggingEvent> open() {
    RollingFileAppender<ILoggingEvent> opened = new RollingFileAppender<>();
    opened.setContext(getContext());
    opened.setFile(path.toString());

    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(getContext());
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(PATTERN);
    encoder.start();
    opened.setEncoder(encoder);

    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(getContext());
    rolling.setParent(opened);
    rolling.setFileNamePattern(path + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(1);
    rolling.start();
    opened.setRollingPolicy(rolling);

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(getContext());
    size.setMaxFileSize(FileSize.valueOf("10MB"));
    size.start();
    opened.setTriggeringPolicy(size);
    opened.start();
    return opened;
  }
}
