package dev.trawl.notify;

import dev.trawl.analysis.FinalsResult;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Webhook;
import dev.trawl.sweep.Webhook.Event;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.wire.RecordJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Posts what is to be told of sweeps to the outbox. What that is follows from the records alone,
 * and each thing has a key of its own, so that it is told once however many processes look: the one
 * that runs the sweep as it happens, and any other for an owner that is gone. Safe for use by many
 * threads.
 */
public final class Announcements implements RunListener {
  /** How long after its end a sweep is looked at: what is older is no news. */
  private static final Duration NEWS = Duration.ofDays(7);

  private final RunStore store;
  private final Function<SweepSource, SweepSpec> reader;
  private final Map<String, String> environment;
  private final RecordJson json;
  private final Clock clock;
  private final Map<String, SweepSpec> specs = new ConcurrentHashMap<>();
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /**
   * @param reader of a recorded file; throws an {@link IllegalStateException} when it is no longer
   *     valid
   * @param environment has the variables that files name
   */
  public Announcements(
      RunStore store,
      Function<SweepSource, SweepSpec> reader,
      Map<String, String> environment,
      RecordJson json,
      Clock clock) {
    this.store = store;
    this.reader = reader;
    this.environment = Map.copyOf(environment);
    this.json = json;
    this.clock = clock;
  }

  /**
   * Looks whether this process could tell what is to be told of a sweep.
   *
   * @throws UnsendableException when it lacks a variable
   */
  public void check(SweepSpec spec) throws UnsendableException {
    for (Webhook webhook : spec.execution().webhooks()) {
      Channel.of(webhook).check(environment);
    }
  }

  @Override
  public void runEnded(Run run) {
    store.sweep(run.sweepId()).ifPresent(sweep -> tell(sweep, run));
  }

  @Override
  public void sweepEnded(Sweep sweep) {
    store.sweep(sweep.id()).ifPresent(this::tellEnd);
  }

  /** Tells of the sweeps that ended of late what their owners did not. */
  public void catchUp() {
    Instant since = clock.instant().minus(NEWS);
    for (Sweep sweep : store.sweeps()) {
      Instant ended = sweep.info().endedAt();
      String end = sweep.id() + "/" + ended;
      if (ended == null || ended.isBefore(since) || told.contains(end)) {
        continue;
      }
      if (!webhooks(sweep).isEmpty()) {
        tellEnd(sweep);
      }
      told.add(end);
    }
  }

  /** As it happens; a failed run may be tried again. */
  private void tell(Sweep sweep, Run run) {
    if (webhooks(sweep).isEmpty() || run.isOfFinals()) {
      return;
    }
    SweepSpec spec = spec(sweep);
    if (run.status() == RunStatus.FAILED && run.attempt() > spec.execution().retries()) {
      tellFailure(sweep, run);
    } else if (run.status() == RunStatus.FINISHED && hasReached(spec, run)) {
      tellTarget(sweep, run);
    }
  }

  private static boolean hasReached(SweepSpec spec, Run run) {
    Double value = run.metrics().get(spec.metric().name());
    return value != null && spec.metric().reached(value);
  }

  private void tellFailure(Sweep sweep, Run run) {
    post(new Message(Event.RUN_FAILED, sweep, run, clock.instant()), run.id());
  }

  private void tellTarget(Sweep sweep, Run run) {
    post(new Message(Event.TARGET_REACHED, sweep, run, clock.instant()), sweep.id());
  }

  private void tellEnd(Sweep sweep) {
    if (webhooks(sweep).isEmpty()) {
      return;
    }
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    for (Run run : runs) {
      if (run.isOfFinals()) {
        continue;
      }
      if (run.status() == RunStatus.FAILED) {
        tellFailure(sweep, run); // Nobody will try it again.
      } else if (hasReached(spec(sweep), run)) {
        tellTarget(sweep, run); // One that waited at a rung, too.
      }
    }
    Instant ended = Objects.requireNonNullElse(sweep.info().endedAt(), sweep.info().createdAt());
    if (sweep.status() == SweepStatus.FINISHED) {
      Run best = best(sweep, runs);
      post(new Message(Event.SWEEP_FINISHED, sweep, best, clock.instant()), sweep.id());
    } else if (sweep.status() == SweepStatus.FAILED || isUnasked(sweep)) {
      // A sweep that is resumed may fail again.
      String key = sweep.id() + "/" + ended.toEpochMilli();
      post(new Message(Event.SWEEP_FAILED, sweep, null, clock.instant()), key);
    }
  }

  private static boolean isUnasked(Sweep sweep) {
    return sweep.status() == SweepStatus.INTERRUPTED && !Sweep.ASKED.equals(sweep.reason());
  }

  /** Whom the finals chose; without them the best one. */
  private @Nullable Run best(Sweep sweep, List<Run> runs) {
    return sweep
        .metric()
        .flatMap(metric -> FinalsResult.of(metric, runs, decisions(sweep)))
        .map(FinalsResult::winner)
        .or(() -> runs.stream().filter(run -> run.id().equals(sweep.bestRunId())).findFirst())
        .orElse(null);
  }

  /** None where one is damaged: what is told needs none. */
  private List<Decision> decisions(Sweep sweep) {
    try {
      return store.decisions(sweep.id());
    } catch (DamagedRecordException e) {
      return List.of();
    }
  }

  private void post(Message message, String subject) {
    List<Webhook> webhooks = webhooks(message.sweep());
    for (int i = 0; i < webhooks.size(); i++) {
      Webhook webhook = webhooks.get(i);
      if (webhook.events().contains(message.event())) {
        store.post(
            "%s/%s/%d".formatted(message.event().key(), subject, i + 1),
            Channel.of(webhook).text(),
            message.body(webhook.format(), json));
      }
    }
  }

  private List<Webhook> webhooks(Sweep sweep) {
    try {
      return sweep.isExternal() ? List.of() : spec(sweep).execution().webhooks();
    } catch (IllegalStateException e) {
      return List.of(); // A file that is no longer valid, of a sweep that nobody runs.
    }
  }

  private SweepSpec spec(Sweep sweep) {
    return specs.computeIfAbsent(sweep.id(), id -> reader.apply(sweep.source()));
  }
}
