package dev.trawl.store.table;

import dev.trawl.store.database.Database;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.table.SweepTable.SweepEnd;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Decision;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import dev.trawl.track.Tag;
import dev.trawl.track.UnfinishedSweepException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What changes a sweep, its owner and its requests. */
public final class SweepChanges {
  private static final Set<SweepStatus> UNFINISHED =
      EnumSet.of(SweepStatus.RUNNING, SweepStatus.INTERRUPTED);

  private final Database database;
  private final SweepOwnership ownership;

  public SweepChanges(Database database, SweepOwnership ownership) {
    this.database = database;
    this.ownership = ownership;
  }

  public Sweep create(NewSweep sweep, Owner owner) {
    return create(sweep, owner, handle -> {});
  }

  public Sweep createOnly(NewSweep sweep, Owner owner) {
    String name = sweep.title().name();
    return create(
        sweep,
        owner,
        handle ->
            SweepQueries.findNewest(handle, name)
                .filter(newest -> UNFINISHED.contains(newest.status()))
                .ifPresent(
                    newest -> {
                      throw new UnfinishedSweepException(
                          "need no unfinished sweep %s, found %s %s"
                              .formatted(name, newest.id(), newest.status()));
                    }));
  }

  private Sweep create(NewSweep sweep, Owner owner, Consumer<Handle> check) {
    String uid = Uid.random();
    Sweep created =
        database.write(
            transaction -> {
              check.accept(transaction.handle());
              long key = SweepTable.insert(transaction, uid, sweep);
              OwnerTable.put(transaction.handle(), key, owner, transaction.now());
            },
            handle -> SweepQueries.find(handle, uid).orElseThrow());
    ownership.take(uid, owner);
    return created;
  }

  public Sweep claim(String sweepId, Owner owner) {
    return claim(
        sweepId,
        owner,
        sweep -> {
          if (sweep.status() == SweepStatus.FINISHED) {
            throw new RefusedChangeException(
                "need an unfinished or stopped sweep, found %s FINISHED".formatted(sweep.uid()));
          }
        });
  }

  public Sweep join(String sweepId, Owner owner) {
    return claim(
        sweepId,
        owner,
        sweep -> {
          if (sweep.status() != SweepStatus.FINISHED) {
            throw new RefusedChangeException(
                "need a sweep that is FINISHED, found %s %s"
                    .formatted(sweep.uid(), sweep.status()));
          }
        });
  }

  private Sweep claim(String sweepId, Owner owner, Consumer<SweepTable.Entry> check) {
    Sweep claimed =
        change(
            sweepId,
            (transaction, sweep) -> {
              check.accept(sweep);
              ownership.checkClaim(transaction, sweep.needKept(), owner);
              RunTable.interruptAll(
                  transaction,
                  sweep.key(),
                  null,
                  SweepOwnership.lastSign(transaction, sweep.key()));
              OwnerTable.forgetRequests(transaction.handle(), sweep.key());
              OwnerTable.put(transaction.handle(), sweep.key(), owner, transaction.now());
              SweepTable.goOn(transaction, sweep);
            });
    ownership.take(sweepId, owner);
    return claimed;
  }

  public List<StopRequest> heartbeat(String sweepId, Owner owner) {
    HeartbeatAnswer answer = database.touch(handle -> beat(handle, sweepId, owner));
    if (answer.status() != SweepStatus.RUNNING) {
      // The machine slept, and a reader took its owner for dead; it may even have ended since.
      change(
          sweepId,
          (transaction, sweep) -> {
            if (beat(transaction.handle(), sweepId, owner).status() != SweepStatus.RUNNING) {
              SweepTable.goOn(transaction, sweep);
            }
          });
    }
    return answer.requests();
  }

  private record HeartbeatAnswer(SweepStatus status, List<StopRequest> requests) {}

  private HeartbeatAnswer beat(Handle handle, String sweepId, Owner owner) {
    SweepTable.Entry sweep = SweepTable.need(handle, sweepId);
    if (!OwnerTable.beat(handle, sweep.key(), owner, now(handle).toEpochMilli())) {
      String found =
          OwnerTable.find(handle, sweep.key())
              .map(last -> "run by " + last.describe(now(handle)))
              .orElse(sweep.deleted() ? "deleted" : sweep.status().name());
      throw new SweepTakenOverException(
          "need sweep %s run by process %d, found it %s".formatted(sweepId, owner.pid(), found));
    }
    return new HeartbeatAnswer(sweep.status(), OwnerTable.requests(handle, sweep.key()));
  }

  public Sweep end(String sweepId, SweepStatus status, String reason) {
    if (status == SweepStatus.RUNNING) {
      throw new IllegalArgumentException("need the status of an ended sweep, found RUNNING");
    }
    String why = reason.isEmpty() ? null : reason;
    Sweep ended =
        change(
            sweepId,
            (transaction, sweep) -> {
              Handle handle = transaction.handle();
              if (sweep.status() == status && OwnerTable.find(handle, sweep.key()).isEmpty()) {
                return; // By an earlier try, which failed only after its commit.
              }
              ownership.check(transaction, sweep.key(), sweep.uid());
              RunTable.interruptAll(transaction, sweep.key(), why, transaction.now());
              OwnerTable.forgetRequests(handle, sweep.key());
              OwnerTable.remove(handle, sweep.key());
              SweepTable.end(transaction, sweep, new SweepEnd(status, why, transaction.now()));
            });
    ownership.release(sweepId);
    return ended;
  }

  public void markInterrupted() {
    if (database.read(handle -> ownership.anyDead(handle, now(handle)))) {
      database.write(ownership::interruptDead, handle -> true);
    }
  }

  public void requestStop(StopRequest request) {
    database.write(
        transaction -> {
          Handle handle = transaction.handle();
          SweepTable.Entry sweep = SweepTable.need(handle, request.sweepId());
          if (sweep.status() != SweepStatus.RUNNING) {
            throw new RefusedChangeException(
                "need a running sweep, found %s %s".formatted(sweep.uid(), sweep.status()));
          }
          Long runKey = runToStop(handle, sweep, request.runId());
          OwnerTable.request(handle, sweep.key(), runKey, transaction.now());
        },
        handle -> true);
  }

  private static @Nullable Long runToStop(
      Handle handle, SweepTable.Entry sweep, @Nullable String runId) {
    if (runId == null) {
      return null;
    }
    RunTable.Entry run = RunTable.need(handle, runId);
    if (run.sweepKey() != sweep.key()) {
      throw new IllegalArgumentException(
          "need a run of sweep %s, found %s of another".formatted(sweep.uid(), runId));
    }
    if (run.status().isFinal()) {
      throw new RefusedChangeException(
          "need a run that has not ended, found run %s %s".formatted(runId, run.status()));
    }
    return run.key();
  }

  public void decide(String sweepId, Decision decision) {
    database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId);
          ownership.check(transaction, sweep.key(), sweep.uid());
          DecisionTable.put(transaction, sweep, decision);
        },
        handle -> true);
  }

  public List<Adjustment> hold(String sweepId, int job) {
    return database.write(
        transaction -> {
          SweepTable.Entry sweep = SweepTable.need(transaction.handle(), sweepId);
          ownership.check(transaction, sweep.key(), sweep.uid());
          AdjustmentTable.hold(transaction, sweep, job);
        },
        handle -> AdjustmentTable.ofSweep(handle, SweepTable.need(handle, sweepId).key()));
  }

  public Sweep plan(String sweepId, @Nullable Integer runs) {
    return change(sweepId, (transaction, sweep) -> SweepTable.plan(transaction, sweep, runs));
  }

  public Sweep delete(String sweepId) {
    return change(sweepId, SweepTable::delete);
  }

  public Sweep undelete(String sweepId) {
    return change(sweepId, SweepTable::undelete);
  }

  public Sweep tag(String sweepId, String name, String value) {
    Tag tag = new Tag(name, value);
    return change(sweepId, (transaction, sweep) -> SweepTable.tag(transaction, sweep, tag));
  }

  private interface SweepChange {
    void apply(WriteTransaction transaction, SweepTable.Entry sweep);
  }

  private Sweep change(String sweepId, SweepChange change) {
    return database.write(
        transaction -> change.apply(transaction, SweepTable.need(transaction.handle(), sweepId)),
        handle -> SweepQueries.find(handle, sweepId).orElseThrow());
  }

  private Instant now(Handle handle) {
    return database.clock().now(handle);
  }
}
