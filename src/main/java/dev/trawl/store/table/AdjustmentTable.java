package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.Adjustment;
import dev.trawl.track.KnownRun;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jdbi.v3.core.Handle;

/**
 * What changes a sweep's search beside its file: what people adjust, and which runs of others it
 * knows from the start. The latter are rows with the key {@code warm_start}, from the first job on:
 * the run in place of the value before, what is known of it in place of the one after.
 */
public final class AdjustmentTable {
  private static final String WARM_START = "warm_start";
  private static final TypeReference<Known> KNOWN = new TypeReference<>() {};

  private record Known(
      Map<String, Object> parameters, RunStatus status, SortedMap<Integer, Double> values) {}

  private AdjustmentTable() {}

  public static void add(
      WriteTransaction transaction, SweepTable.Entry sweep, List<Adjustment> adjustments) {
    if (sweep.needKept().status() == SweepStatus.FINISHED) {
      throw new RefusedChangeException(
          "need a sweep that has not FINISHED, found %s FINISHED".formatted(sweep.uid()));
    }
    adjustments.forEach(adjustment -> add(transaction.handle(), sweep.key(), adjustment));
    SweepTable.touch(transaction, sweep);
  }

  private static void add(Handle handle, long sweepKey, Adjustment adjustment) {
    CheckedTable.ADJUSTMENT.add(
        handle,
        Map.of(
            "sweep_id", sweepKey,
            "job", adjustment.job(),
            "sweep_key", adjustment.key(),
            "value_before", adjustment.before(),
            "value_after", adjustment.after(),
            "adjusted_by", adjustment.by(),
            "adjusted_at", adjustment.adjustedAt().toEpochMilli()));
  }

  /** Those that hold from no job yet hold from this one on. */
  public static void hold(WriteTransaction transaction, SweepTable.Entry sweep, int job) {
    List<StoredRow> asked =
        rows(transaction.handle(), sweep.key()).stream()
            .filter(row -> row.integer("job") == Adjustment.ASKED)
            .toList();
    asked.forEach(
        row -> CheckedTable.ADJUSTMENT.update(transaction.handle(), row, Map.of("job", job)));
    if (!asked.isEmpty()) {
      SweepTable.touch(transaction, sweep);
    }
  }

  /**
   * In the order in which they were recorded.
   *
   * @throws dev.trawl.track.DamagedRecordException when one is damaged: a search that goes on
   *     without it decides otherwise
   */
  public static List<Adjustment> ofSweep(Handle handle, long sweepKey) {
    return rows(handle, sweepKey).stream()
        .map(
            row ->
                new Adjustment(
                    row.integer("job"),
                    row.text("sweep_key"),
                    row.text("value_before"),
                    row.text("value_after"),
                    row.text("adjusted_by"),
                    row.instant("adjusted_at")))
        .toList();
  }

  public static void addKnown(
      WriteTransaction transaction, SweepTable.Entry sweep, List<KnownRun> runs) {
    for (KnownRun run : runs) {
      Known known = new Known(run.parameters(), run.status(), run.values());
      CheckedTable.ADJUSTMENT.add(
          transaction.handle(),
          Map.of(
              "sweep_id", sweep.key(),
              "job", 1,
              "sweep_key", WARM_START,
              "value_before", run.runId(),
              "value_after", Json.write(known),
              "adjusted_by", "",
              "adjusted_at", transaction.now()));
    }
    SweepTable.touch(transaction, sweep);
  }

  /** Likewise. */
  public static List<KnownRun> known(Handle handle, long sweepKey) {
    return rows(handle, sweepKey, "=").stream().map(AdjustmentTable::known).toList();
  }

  private static KnownRun known(StoredRow row) {
    Known known = Json.read(row.text("value_after"), KNOWN);
    return new KnownRun(
        row.text("value_before"), known.parameters(), known.status(), known.values());
  }

  private static List<StoredRow> rows(Handle handle, long sweepKey) {
    return rows(handle, sweepKey, "<>");
  }

  private static List<StoredRow> rows(Handle handle, long sweepKey, String relation) {
    return CheckedTable.ADJUSTMENT
        .rows(
            handle,
            "WHERE t.sweep_id = :sweep AND t.sweep_key %s :key ORDER BY t.id".formatted(relation),
            Map.of("sweep", sweepKey, "key", WARM_START))
        .stream()
        .map(row -> row.needWhole(handle))
        .toList();
  }
}
