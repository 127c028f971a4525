package dev.trawl.serving;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;

/** The log of {@code serve.jar}: a line a message on stderr. Logback finds it as a service. */
public final class ServeLog extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%date{ISO8601} %-5level %msg%n%ex");
    encoder.start();
    ConsoleAppender<ILoggingEvent> lines = new ConsoleAppender<>();
    lines.setContext(context);
    lines.setTarget("System.err");
    lines.setEncoder(encoder);
    lines.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    context.getLogger("dev.trawl").setLevel(Level.INFO);
    hushClients(context);
    root.addAppender(lines);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Jetty warns of headers that are none: who sends them is told so, and could fill a log. */
  public static void hushClients(LoggerContext context) {
    context.getLogger("org.eclipse.jetty.http.HttpParser").setLevel(Level.ERROR);
    context.getLogger("org.eclipse.jetty.util.HostPort").setLevel(Level.ERROR);
  }
}
