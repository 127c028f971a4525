package dev.trawl.store;

import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a sweep's owner is alive. */
final class Liveness {
  private static final Duration TIMEOUT = Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS);

  /** A process's start is derived from the machine's clock, which may be set in between. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  private final String host;

  Liveness(String host) {
    this.host = host;
  }

  /** An owner and when it was last heard of. */
  record Heard(Owner owner, Instant heartbeat) {

    /** {@code process 42 on laptop, last heard of 3 s ago}. */
    String describe(Instant now) {
      return "process %d on %s, last heard of %d s ago"
          .formatted(owner.pid(), owner.host(), Duration.between(heartbeat, now).toSeconds());
    }
  }

  boolean isAlive(Heard heard, Instant now) {
    boolean recent = Duration.between(heard.heartbeat(), now).compareTo(TIMEOUT) <= 0;
    return recent && !(heard.owner().host().equals(host) && isGone(heard.owner()));
  }

  private static boolean isGone(Owner owner) {
    Optional<ProcessHandle> process = ProcessHandle.of(owner.pid());
    if (process.isEmpty() || !process.get().isAlive()) {
      return true;
    }
    Optional<Instant> start = process.get().info().startInstant();
    return start.isPresent()
        && Duration.between(start.get(), owner.startedAt()).abs().compareTo(START_TOLERANCE) > 0;
  }
}
