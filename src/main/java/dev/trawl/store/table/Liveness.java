package dev.trawl.store.table;

import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Whether a sweep's owner is alive. */
public final class Liveness {
  private static final Duration TIMEOUT = Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS);

  private final Owner self;

  /**
   * @param self this process
   */
  public Liveness(Owner self) {
    this.self = self;
  }

  /** An owner and when it was last heard of. */
  record LastHeartbeat(Owner owner, Instant heartbeat) {

    /** {@code process 42 on laptop, last heard of at 2026-11-28T12:00:00Z}: true for ever. */
    String describe() {
      return "process %d on %s, last heard of at %s"
          .formatted(owner.pid(), owner.host(), heartbeat.truncatedTo(ChronoUnit.SECONDS));
    }

    /** {@code process 42 on laptop, last heard of 3 s ago}. */
    String describe(Instant now) {
      return "process %d on %s, last heard of %d s ago"
          .formatted(owner.pid(), owner.host(), Duration.between(heartbeat, now).toSeconds());
    }
  }

  boolean isAlive(LastHeartbeat last, Instant now) {
    Duration since = Duration.between(last.heartbeat(), now).abs(); // the clock may be set back
    return since.compareTo(TIMEOUT) <= 0 && !isGone(last.owner());
  }

  /**
   * Of an owner on this machine. Another process that has its id now, but this one, is not told
   * from it: all that tells when a process started changes when the machine's clock is set.
   */
  private boolean isGone(Owner owner) {
    if (!owner.host().equals(self.host())) {
      return false;
    }
    return owner.pid() == self.pid()
        ? owner.startedAt().toEpochMilli() != self.startedAt().toEpochMilli()
        : ProcessHandle.of(owner.pid()).filter(ProcessHandle::isAlive).isEmpty();
  }
}
