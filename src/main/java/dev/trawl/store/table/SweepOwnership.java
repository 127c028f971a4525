package dev.trawl.store.table;

import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.table.Liveness.LastHeartbeat;
import dev.trawl.track.Owner;
import dev.trawl.track.SweepOwnedException;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Who may record in a sweep. A store remembers the sweeps that it created or claimed, and writes no
 * more in one that somebody else has claimed since: a process that was stopped for a while and
 * taken for dead can't spoil what its successor records.
 */
public final class SweepOwnership {
  private final Liveness liveness;
  private final Map<String, Owner> ours = new ConcurrentHashMap<>(); // by the sweep's id

  public SweepOwnership(Liveness liveness) {
    this.liveness = liveness;
  }

  /** This store wrote that the sweep is the owner's, and committed it. */
  void take(String sweepId, Owner owner) {
    ours.put(sweepId, owner);
  }

  /** This store wrote that the sweep has ended, and committed it. */
  void release(String sweepId) {
    ours.remove(sweepId);
  }

  /** Throws when a sweep that was this store's is another owner's now, or was ended by one. */
  void check(WriteTransaction transaction, long sweepKey, String sweepId) {
    check(transaction.handle(), now(transaction), sweepKey, sweepId);
  }

  /** The same in a transaction that changes nothing. */
  void check(Handle handle, Instant now, long sweepKey, String sweepId) {
    Owner owner = ours.get(sweepId);
    if (owner == null) {
      return;
    }
    LastHeartbeat recorded =
        OwnerTable.find(handle, sweepKey)
            .orElseThrow(
                () ->
                    new SweepTakenOverException(
                        ("need sweep %s run by this process,"
                                + " found it taken over and ended by another")
                            .formatted(sweepId)));
    if (!recorded.owner().id().equals(owner.id())) {
      throw new SweepTakenOverException(
          "need sweep %s run by this process, found it taken over by %s"
              .formatted(sweepId, recorded.describe(now)));
    }
  }

  /** Throws when a RUNNING sweep's owner is alive and another one. */
  void checkClaim(WriteTransaction transaction, SweepTable.Entry sweep, Owner owner) {
    Instant now = now(transaction);
    Optional<LastHeartbeat> recorded = OwnerTable.find(transaction.handle(), sweep.key());
    if (sweep.status() == SweepStatus.RUNNING
        && recorded.isPresent()
        && !recorded.get().owner().id().equals(owner.id())
        && liveness.isAlive(recorded.get(), now)) {
      throw new SweepOwnedException(
          "need a sweep whose owner is gone, found %s run by %s"
              .formatted(sweep.uid(), recorded.get().describe(now)));
    }
  }

  /** Whether a running sweep's owner is dead. */
  boolean anyDead(Handle handle, Instant now) {
    return OwnerTable.running(handle).values().stream()
        .anyMatch(last -> !liveness.isAlive(last, now));
  }

  void interruptDead(WriteTransaction transaction) {
    Instant now = now(transaction);
    OwnerTable.running(transaction.handle())
        .forEach(
            (sweepKey, last) -> {
              if (!liveness.isAlive(last, now)) {
                String reason = "its owner is gone: " + last.describe();
                long end = lastSign(transaction, sweepKey, last);
                RunTable.interruptAll(transaction, sweepKey, reason, end);
                SweepTable.findWhole(transaction.handle(), sweepKey)
                    .ifPresent(sweep -> SweepTable.interrupt(transaction, sweep, reason, end));
              }
            });
  }

  /** When a sweep's owner was last heard of, or recorded something, whichever was later. */
  static long lastSign(WriteTransaction transaction, long sweepKey) {
    return OwnerTable.find(transaction.handle(), sweepKey)
        .map(last -> lastSign(transaction, sweepKey, last))
        .orElseGet(transaction::now);
  }

  private static long lastSign(WriteTransaction transaction, long sweepKey, LastHeartbeat last) {
    long recorded = RunTable.lastRecorded(transaction.handle(), sweepKey);
    return Math.min(transaction.now(), Math.max(last.heartbeat().toEpochMilli(), recorded));
  }

  private static Instant now(WriteTransaction transaction) {
    return Instant.ofEpochMilli(transaction.now());
  }
}
