package dev.trawl.store;

import dev.trawl.store.database.FoundDamage;
import dev.trawl.store.table.DatabaseCheck;
import dev.trawl.store.table.RunTable;
import dev.trawl.store.table.SweepTable;
import dev.trawl.track.Damage;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Integrity;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/** Whether rows are as they were written. */
interface H2Integrity extends H2Role, Integrity {
  @Override
  default List<Damage> damage() {
    return parts().database().damage().all();
  }

  @Override
  default List<Damage> check() {
    return parts()
        .database()
        .read(
            handle -> {
              DatabaseCheck check = new DatabaseCheck(handle);
              check.checkRows();
              check.checkCheckpoints();
              return FoundDamage.of(handle).all();
            });
  }

  @Override
  default void needWhole(String runId) {
    needNone(
        check(
            (check, handle) -> check.checkRun(RunTable.need(handle, runId).key()),
            damage -> runId.equals(damage.runId())));
  }

  @Override
  default void needWholeSweep(String sweepId) {
    needNone(
        check(
            (check, handle) -> check.checkSweep(SweepTable.need(handle, sweepId).key()),
            damage -> sweepId.equals(damage.sweepId())));
  }

  private Optional<Damage> check(
      BiConsumer<DatabaseCheck, Handle> part, Predicate<Damage> isOfPart) {
    return parts()
        .database()
        .read(
            handle -> {
              part.accept(new DatabaseCheck(handle), handle);
              return FoundDamage.of(handle).all().stream().filter(isOfPart).findFirst();
            });
  }

  private static void needNone(Optional<Damage> damage) {
    damage.ifPresent(
        one -> {
          throw new DamagedRecordException(one);
        });
  }
}
