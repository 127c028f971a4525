package dev.trawl.runner;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.SweepTakenOverException;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.Resumption;
import dev.trawl.train.RunTime;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Another training; each run's log, where it is trained and what that takes are recorded. */
final class LoggedTraining implements Training {
  private static final Logger log = LoggerFactory.getLogger(LoggedTraining.class);

  private final Training training;
  private final String epochWord;
  private final RunStore store;
  private final ProcessMeter meter = new ProcessMeter();
  private final LogCapture capture;
  private final Clock clock;
  private final boolean keepsProcessor;

  /**
   * @param epochWord what an epoch of its runs is called
   * @param keepsProcessor whether an interrupted run goes on with its own type of processor alone
   */
  LoggedTraining(
      Training training,
      String epochWord,
      RunStore store,
      LogCapture capture,
      Clock clock,
      boolean keepsProcessor) {
    this.training = training;
    this.epochWord = epochWord;
    this.store = store;
    this.capture = capture;
    this.clock = clock;
    this.keepsProcessor = keepsProcessor;
  }

  @Override
  public DatasetInfo dataset() {
    return training.dataset();
  }

  @Override
  public boolean isHere() {
    return training.isHere();
  }

  @Override
  public int slots() {
    return training.slots();
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return training.environment(parameters);
  }

  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    return training.refusal(parameters);
  }

  @Override
  public Optional<RunTime> time(Map<String, Object> parameters) {
    return training.time(parameters);
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    RunLogWriter writer = new RunLogWriter(run, epochWord, store, clock);
    Optional<ProcessUsage> usage =
        training.isHere()
            ? Optional.of(new ProcessUsage(run, store, meter, clock))
            : Optional.empty();
    Map<String, String> before = from == null ? Map.of() : environment(run);
    Runnable end = capture.capture(writer::add);
    MDC.put(LogCapture.RUN, "run=%s number=%d".formatted(run.id(), run.number()));
    try {
      writer.began(from == null ? 0 : from.epoch());
      RunEnd ended =
          training.train(
              run,
              from == null || !keepsProcessor ? from : from.on(before),
              writer.observing(
                  observer,
                  where -> {
                    say(before, where);
                    recordEnvironment(run, where);
                  },
                  () -> usage.ifPresent(ProcessUsage::progressed)));
      writer.ended(ended);
      writer.record();
      usage.ifPresent(ProcessUsage::ended);
      return ended;
    } catch (RecordingStoppedException e) {
      throw e;
    } catch (MachineLostException | NoMachineException e) {
      writer.lost(e);
      writer.record();
      usage.ifPresent(ProcessUsage::ended);
      throw e;
    } catch (Throwable t) {
      writer.failed(t);
      writer.record();
      usage.ifPresent(ProcessUsage::ended);
      throw t;
    } finally {
      MDC.remove(LogCapture.RUN);
      end.run();
    }
  }

  /** Where the run was trained last; empty where that isn't known. */
  private Map<String, String> environment(Run run) {
    try {
      List<RunEnvironment> places = store.environments(run.id());
      return places.isEmpty() ? Map.of() : places.get(places.size() - 1).entries();
    } catch (StoreException e) {
      log.debug("run={} where it was trained is not read: {}", run.id(), e.getMessage());
      return Map.of();
    }
  }

  private static void say(Map<String, String> before, Map<String, String> where) {
    for (String entry : List.of(RunEnvironment.PROCESSOR, RunEnvironment.CLIENT_PROCESSORS)) {
      String then = before.get(entry);
      String now = where.get(entry);
      if (then != null && now != null && !then.equals(now)) {
        log.warn(
            "goes on with another type of processor, {} and not {}: the last bits of its numbers"
                + " may differ; --same-cpu keeps to one",
            now,
            then);
      }
    }
  }

  private void recordEnvironment(Run run, Map<String, String> environment) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put(RunEnvironment.HOST, Owner.thisHost());
    entries.putAll(environment);
    Instant now = clock.instant();
    try {
      store.recordEnvironment(run.id(), new RunEnvironment(now, entries));
    } catch (StoreException | SweepTakenOverException e) {
      log.debug("run={} where it trains is not recorded: {}", run.id(), e.getMessage());
    }
  }

  @Override
  public void close() {
    training.close();
  }
}
