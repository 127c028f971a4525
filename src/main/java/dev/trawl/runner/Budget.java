package dev.trawl.runner;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.TimeText;
import dev.trawl.track.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that a sweep may take, and what can still end in it: what can't isn't started, and a run
 * that takes longer than was to be expected ends where it stands, FINISHED with what it has.
 * Without a budget there is time for everything. Safe for use by many threads.
 *
 * <p>The last of the time is kept for the export of the best run, and before it what the finals
 * need. All times are in seconds.
 */
final class Budget {
  private static final Logger log = LoggerFactory.getLogger(Budget.class);

  /** What an export takes beside its looks at the test images, and the end of the process. */
  private static final double CLOSING = 2;

  /** An export measures the network and each of its formats on the test images. */
  private static final double EXPORT_TESTS = 4;

  private final Course course;
  private final Forecast forecast;
  private final Clock clock;
  private final Instant begun;
  private final Supplier<Duration> earlier;
  private volatile double finals;
  private volatile @Nullable Duration spentEarlier;
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private volatile boolean searchEnded;
  private volatile boolean finalsEnded;
  private volatile String shortfall = "";

  /**
   * @param begun when this session of the sweep did
   * @param earlier how long those before it took, asked when there is a budget
   */
  Budget(Course course, Forecast forecast, Clock clock, Instant begun, Supplier<Duration> earlier) {
    this.course = course;
    this.forecast = forecast;
    this.clock = clock;
    this.begun = begun;
    this.earlier = earlier;
  }

  private @Nullable Duration limit() {
    return course.latest().execution().budget();
  }

  boolean isLimited() {
    return limit() != null;
  }

  /** Whether it ended the sweep, or a part of it. */
  boolean hasEnded() {
    return searchEnded || finalsEnded;
  }

  /** It was changed: what ended by it may go on. */
  void change() {
    searchEnded = false;
    finalsEnded = false;
    shortfall = "";
  }

  /** Why the sweep ends; empty where that has nothing to do with time. */
  String reason() {
    Duration limit = limit();
    return limit == null || !hasEnded()
        ? ""
        : "ended by its budget of %s%s".formatted(TimeText.of(limit), shortfall);
  }

  /** Until the last run has to have ended; infinite without a budget. */
  double left() {
    Duration limit = limit();
    return limit == null
        ? Double.POSITIVE_INFINITY
        : seconds(limit.minus(spentEarlier()).minus(Duration.between(begun, clock.instant())))
            - closing();
  }

  private Duration spentEarlier() {
    Duration known = spentEarlier;
    if (known == null) {
      known = earlier.get();
      spentEarlier = known;
    }
    return known;
  }

  /** The same for runs of the search. */
  private double leftToSearch() {
    return left() - finals;
  }

  private double closing() {
    double longer = forecast.longer();
    return Math.max(1, longer) * CLOSING + longer * EXPORT_TESTS * forecast.longestTest();
  }

  /**
   * Keeps time for the finals: for as many rounds as fit in a third of the budget.
   *
   * @param rounds at most
   */
  void keepForFinals(int rounds, double round) {
    Duration limit = limit();
    if (limit != null && round > 0) {
      finals = round * Math.min(rounds, Math.floor(seconds(limit) / 3 / round));
    }
  }

  /**
   * Asked on the thread that decides on jobs, before a run with these parameters is begun or goes
   * on: until then it is recorded when it was last heard of.
   */
  void expect(Map<String, Object> parameters) {
    if (isLimited()) {
      Duration unused = spentEarlier();
      forecast.expect(parameters);
    }
  }

  /** How long such a run takes from its beginning to its end. */
  double needed(Map<String, Object> parameters, int epochs) {
    return forecast.time(parameters).of(epochs);
  }

  /**
   * Whether a run of the search can train so long, and be tested. The latest answer says whether
   * the budget ends the search.
   *
   * @param epochs from its beginning or from where it waits
   */
  boolean allows(Map<String, Object> parameters, int epochs) {
    boolean allowed = !isLimited() || needed(parameters, epochs) <= leftToSearch();
    searchEnded = !allowed;
    return allowed;
  }

  /** Whether a round of the finals can end; likewise. */
  boolean allowsRound(double seconds) {
    boolean allowed = !isLimited() || seconds <= left();
    finalsEnded = !allowed;
    return allowed;
  }

  /**
   * Whether a run that failed can be tried again; what it is of may go on without.
   *
   * @param epochs from its beginning
   */
  boolean allowsAgain(Run run, int epochs) {
    boolean allowed = !isLimited() || needed(run.parameters(), epochs) <= left(run);
    if (!allowed) {
      end(run);
    }
    return allowed;
  }

  private double left(Run run) {
    return run.isOfFinals() ? left() : leftToSearch();
  }

  /** What a run is of, unless that goes on without it. */
  private void end(Run run) {
    if (run.isOfFinals()) {
      finalsEnded = true;
    } else {
      searchEnded = true;
    }
  }

  /** Whether a run may begin that may not come to its end, for want of another to export. */
  boolean allowsPart(int number, Map<String, Object> parameters, int epochs) {
    double needed = needed(parameters, epochs);
    double left = left();
    if (shortfall.isEmpty()) {
      boolean isTooShort = isTooShort(needed);
      shortfall =
          ", %s for one whole run of about %s"
              .formatted(isTooShort ? "too short" : "with too little left", text(needed));
      log.warn(
          "the budget {} for one whole run: need about {} for run {}, found {} before its model"
              + " has to be exported; {}",
          isTooShort ? "is too short" : "has too little left",
          text(needed),
          number,
          text(left),
          left > 0 ? "it ends where it is then" : "none is begun");
    }
    searchEnded = left <= 0;
    return left > 0;
  }

  /** Whether it would be so from the beginning, whatever came before. */
  private boolean isTooShort(double needed) {
    Duration limit = limit();
    return limit != null && needed > seconds(limit) - closing();
  }

  /** One that finishes as if there were no budget shows that there was time for it. */
  void ended(Run run) {
    if (run.status() == RunStatus.FINISHED && !cut.contains(run.id())) {
      shortfall = "";
    }
  }

  /** An epoch of a run has come so far in so long, from 0 to 1. */
  void goesOn(Run run, double fraction, Duration time) {
    if (isLimited()) {
      forecast.goesOn(run.parameters(), fraction, seconds(time));
    }
  }

  /** An epoch of a run took so long. */
  void took(Run run, Duration time) {
    forecast.took(run.id(), run.parameters(), seconds(time));
  }

  /**
   * What becomes of a run after an epoch, or where it goes on: it ends where the next one couldn't.
   *
   * @param epochs how many it would have
   */
  Optional<Verdict.Stop> judge(Run run, int epoch, int epochs) {
    if (!isLimited() || epoch >= epochs) {
      return Optional.empty();
    }
    double needed =
        forecast.epoch(run.id(), run.parameters()) + forecast.time(run.parameters()).test();
    return needed <= left(run) ? Optional.empty() : Optional.of(cut(run, epoch, epochs));
  }

  /** The same in the middle of an epoch, which takes longer than was to be expected. */
  Optional<Verdict.Stop> stop(Run run, int epoch, int epochs) {
    return !isLimited() || epoch >= epochs || left() >= forecast.time(run.parameters()).test()
        ? Optional.empty()
        : Optional.of(cut(run, epoch, epochs));
  }

  private Verdict.Stop cut(Run run, int epoch, int epochs) {
    cut.add(run.id());
    end(run);
    String word = course.latest().training().epochWord();
    String reason =
        epoch == 0
            ? "ended by the budget in its first " + word
            : "ended by the budget after %s %d of %d".formatted(word, epoch, epochs);
    boolean counts = epoch > 0 && !run.isOfFinals(); // A shorter one would compare badly there.
    return new Verdict.Stop(counts ? RunStatus.FINISHED : RunStatus.PRUNED, reason);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String text(double seconds) {
    return TimeText.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
