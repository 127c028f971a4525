package dev.trawl.runner;

import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunLogs;
import dev.trawl.track.StoreException;
import dev.trawl.track.SweepTakenOverException;
import dev.trawl.track.Verdict;
import dev.trawl.train.TrainingObserver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log of one run, after what earlier sessions wrote: its epochs, how it ended, and what
 * its thread logs. Recording it is worth no run: where the store can't, the next time may do. Used
 * by the thread that trains.
 */
final class RunLogWriter {
  /** While it trains; at its end it is always recorded. */
  private static final Duration RECORDED_EVERY = Duration.ofSeconds(5);

  /** As what its thread logs has it. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int DIGITS = 6;

  private static final Logger log = LoggerFactory.getLogger(RunLogWriter.class);

  private final Run run;
  private final String epochWord;
  private final RunLogs logs;
  private final Clock clock;
  private RunLog written;

  /** Whether something was written that is not recorded yet. */
  private boolean isNew;

  private Instant recordedAt;

  /**
   * @param epochWord what an epoch of it is called
   */
  RunLogWriter(Run run, String epochWord, RunLogs logs, Clock clock) {
    this.run = run;
    this.epochWord = epochWord;
    this.logs = logs;
    this.clock = clock;
    this.recordedAt = clock.instant();
    this.written = earlier();
  }

  private RunLog earlier() {
    try {
      return logs.log(run.id()).orElse(RunLog.EMPTY);
    } catch (StoreException e) {
      log.debug("run={} log not read: {}", run.id(), e.getMessage());
      return RunLog.EMPTY;
    }
  }

  /** Adds a message as it is. */
  void add(String message) {
    written = written.plus(message);
    isNew = true;
  }

  private void line(String text) {
    add("%s %s%n".formatted(TIME.format(clock.instant()), text));
  }

  /**
   * @param after the epoch that it goes on from; 0 when it starts anew
   */
  void began(int after) {
    line(
        after == 0
            ? "run %d attempt %d began %s".formatted(run.number(), run.attempt(), run.parameters())
            : "run %d attempt %d goes on after %s %d"
                .formatted(run.number(), run.attempt(), epochWord, after));
  }

  void ended(RunEnd end) {
    line(end.reason() == null ? end.status().name() : end.status() + ": " + end.reason());
  }

  void lost(Throwable cause) {
    line("lost its machine: " + cause.getMessage());
  }

  void failed(Throwable cause) {
    StringWriter trace = new StringWriter();
    cause.printStackTrace(new PrintWriter(trace));
    String message = String.valueOf(cause);
    line("ended by " + message);
    written = written.failed(new RunLog.Failure(message, trace.toString()));
  }

  private void recordNowAndThen() {
    boolean due = Duration.between(recordedAt, clock.instant()).compareTo(RECORDED_EVERY) >= 0;
    if (due && isNew) {
      record();
    }
  }

  void record() {
    isNew = false;
    recordedAt = clock.instant();
    try {
      logs.recordLog(run.id(), written);
    } catch (StoreException | SweepTakenOverException e) {
      log.debug("run={} log not recorded: {}", run.id(), e.getMessage());
    }
  }

  /**
   * Another observer, of which the log tells, too.
   *
   * @param place hears where it trains
   * @param meanwhile is run a few times a second while it trains
   */
  TrainingObserver observing(
      TrainingObserver observer, Consumer<Map<String, String>> place, Runnable meanwhile) {
    return new TrainingObserver() {
      @Override
      public Verdict began(Map<String, String> environment) {
        place.accept(environment);
        return observer.began(environment);
      }

      @Override
      public void progressed(int epoch, int images, int total) {
        observer.progressed(epoch, images, total);
        recordNowAndThen();
        meanwhile.run();
      }

      @Override
      public Verdict epochEnded(Epoch epoch) {
        Verdict verdict = observer.epochEnded(epoch);
        line("%s %d: %s".formatted(epochWord, epoch.number(), text(epoch.metrics())));
        recordNowAndThen();
        return verdict;
      }

      @Override
      public void wrote(String path, byte[] content) {
        observer.wrote(path, content);
      }

      @Override
      public Optional<Verdict.Stop> stop() {
        return observer.stop();
      }
    };
  }

  /** But for what is the same in each epoch. */
  private static String text(Map<String, Double> metrics) {
    return metrics.entrySet().stream()
        .filter(metric -> !metric.getKey().equals(Metric.NETWORK_PARAMETERS))
        .map(metric -> metric.getKey() + "=" + ValueText.rounded(metric.getValue(), DIGITS))
        .collect(Collectors.joining(" "));
  }
}
