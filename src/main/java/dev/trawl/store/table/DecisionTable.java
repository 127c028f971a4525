package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.Decision;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.RungRank;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the searches of sweeps decided about their jobs. */
public final class DecisionTable {
  private static final TypeReference<RungRank> RANK = new TypeReference<>() {};
  private static final TypeReference<FinalStanding> STANDING = new TypeReference<>() {};

  private DecisionTable() {}

  /** Changes the run; the second one of a job that begins or ends it changes nothing. */
  static void put(WriteTransaction transaction, SweepTable.Entry sweep, Decision decision) {
    Handle handle = transaction.handle();
    RunTable.Entry run = RunTable.need(handle, decision.runId());
    if (run.sweepKey() != sweep.key()) {
      throw new IllegalArgumentException(
          "need a run of sweep %s, found %s of another".formatted(sweep.uid(), decision.runId()));
    }
    Map<String, Object> job =
        Map.of("sweep", sweep.key(), "job", decision.job(), "begins", decision.begins());
    boolean isRecorded =
        CheckedTable.DECISION
            .row(handle, "WHERE t.sweep_id = :sweep AND t.job = :job AND t.begins = :begins", job)
            .isPresent();
    if (!isRecorded) {
      CheckedTable.DECISION.add(handle, values(sweep.key(), run.key(), decision));
      RunTable.touch(transaction, run);
    }
  }

  private static Map<String, @Nullable Object> values(long sweep, long run, Decision decision) {
    Object reason = decision.rank() == null ? decision.standing() : decision.rank();
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("sweep_id", sweep);
    values.put("run_id", run);
    values.put("job", decision.job());
    values.put("begins", decision.begins());
    values.put("kind", decision.kind().name());
    values.put("epoch", decision.epoch());
    values.put("known", decision.known());
    values.put("reason", reason == null ? null : Json.write(reason));
    values.put("decided_at", decision.decidedAt().toEpochMilli());
    return values;
  }

  /**
   * In the order in which they were recorded.
   *
   * @throws dev.trawl.track.DamagedRecordException when one is damaged: a search that goes on
   *     without it decides otherwise
   */
  public static List<Decision> ofSweep(Handle handle, long sweepKey) {
    Map<Long, String> runs = new HashMap<>();
    return CheckedTable.DECISION
        .rows(handle, "WHERE t.sweep_id = :sweep ORDER BY t.id", Map.of("sweep", sweepKey))
        .stream()
        .map(row -> row.needWhole(handle))
        .map(row -> decision(row, run(handle, runs, row.number("run_id"))))
        .toList();
  }

  private static String run(Handle handle, Map<Long, String> known, long key) {
    return known.computeIfAbsent(
        key,
        missing ->
            handle
                .createQuery("SELECT uid FROM run WHERE id = :id")
                .bind("id", missing)
                .mapTo(String.class)
                .one());
  }

  private static Decision decision(StoredRow row, String run) {
    Decision.Kind kind = Decision.Kind.valueOf(row.text("kind"));
    return new Decision(
        row.integer("job"),
        kind,
        run,
        row.integer("epoch"),
        row.integer("known"),
        kind.isOfFinals() ? null : reason(row, RANK),
        kind.isOfFinals() ? reason(row, STANDING) : null,
        row.instant("decided_at"));
  }

  private static <T> @Nullable T reason(StoredRow row, TypeReference<T> type) {
    String reason = row.textOrNull("reason");
    return reason == null ? null : Json.read(reason, type);
  }
}
