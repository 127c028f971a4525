package dev.trawl.spark;

import dev.trawl.spark.Messages.Answer;
import dev.trawl.spark.Messages.Claim;
import dev.trawl.spark.Messages.Grant;
import dev.trawl.spark.Messages.LogLine;
import dev.trawl.spark.Messages.Logged;
import dev.trawl.spark.Messages.Pulse;
import dev.trawl.spark.Messages.SentVerdict;
import dev.trawl.spark.Messages.Told;
import dev.trawl.track.Verdict;
import dev.trawl.train.Resumption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run's place at the driver: between Spark's one thread for messages, which never waits, and
 * the thread that records the run. Its first claimant owns it. A second one shows that the first is
 * lost, and is refused: the runner begins anew, with another port. Safe for use by these two.
 */
final class RunPort {
  private static final long NOBODY = -1;

  /** The run's thread takes them many times a second. */
  private static final int MOST_LINES = 1000;

  private final @Nullable Resumption from;
  private final LongSupplier nanos;
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final Deque<Pulse> pulses = new ArrayDeque<>();
  private final List<LogLine> lines = new ArrayList<>();
  private long owner = NOBODY;
  private String executor = "";
  private boolean isTakenTwice;
  private boolean isClosed;
  private long heard;
  private int lastTicket;
  private int judged;
  private @Nullable SentVerdict verdict;
  private @Nullable SentVerdict stop;

  /**
   * @param nanos a clock that only goes forward
   */
  RunPort(@Nullable Resumption from, LongSupplier nanos) {
    this.from = from;
    this.nanos = nanos;
  }

  synchronized Grant claim(Claim claim) {
    if (isClosed || owner != NOBODY) {
      isTakenTwice |= claim.attempt() != owner;
      return Grant.REFUSED;
    }
    owner = claim.attempt();
    executor = claim.executor();
    heard = nanos.getAsLong();
    return Grant.of(from);
  }

  /** Takes it, at once; sent twice it is taken once. */
  synchronized Answer told(Told message) {
    if (!isOwners(message.attempt())) {
      return Answer.FENCED;
    }
    if (message.ticket() == lastTicket + 1) {
      lastTicket = message.ticket();
      told.add(message);
    }
    return answer();
  }

  synchronized Answer pulse(Pulse pulse) {
    if (!isOwners(pulse.attempt())) {
      return Answer.FENCED;
    }
    pulses.clear();
    pulses.add(pulse);
    return answer();
  }

  synchronized Answer logged(Logged logged) {
    if (!isOwners(logged.attempt())) {
      return Answer.FENCED;
    }
    logged.lines().stream().limit(MOST_LINES - lines.size()).forEach(lines::add);
    return answer();
  }

  private boolean isOwners(long attempt) {
    boolean isOwners = !isClosed && !isTakenTwice && attempt == owner;
    heard = isOwners ? nanos.getAsLong() : heard;
    return isOwners;
  }

  private Answer answer() {
    return new Answer(false, stop, judged, verdict);
  }

  /** What is to be judged next; null when there is nothing for a while. */
  @Nullable Told next(Duration wait) throws InterruptedException {
    return told.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How far the run is, if that is new. */
  synchronized @Nullable Pulse progress() {
    return pulses.poll();
  }

  /** What its owner logged, if that is new. */
  synchronized List<LogLine> lines() {
    List<LogLine> found = List.copyOf(lines);
    lines.clear();
    return found;
  }

  synchronized void judged(Told message, Verdict on) {
    judged = message.ticket();
    verdict = SentVerdict.of(on);
  }

  synchronized void stop(Verdict.Stop how) {
    stop = SentVerdict.of(how);
  }

  /** Whether a task has claimed it. */
  synchronized boolean isClaimed() {
    return owner != NOBODY;
  }

  /** Closes it unless a task has claimed it; whether it is closed. */
  synchronized boolean closeUnclaimed() {
    isClosed |= owner == NOBODY;
    return isClosed;
  }

  /** Which executor has it, in words. */
  synchronized String owner() {
    return owner == NOBODY ? "no executor" : "executor " + executor;
  }

  /** Whether its owner can be taken for lost: another has come, or it has been silent for long. */
  synchronized boolean isLost(Duration longestSilence) {
    return isTakenTwice
        || (owner != NOBODY && nanos.getAsLong() - heard > longestSilence.toNanos());
  }

  /** From now on all that comes is refused. */
  synchronized void close() {
    isClosed = true;
  }
}
