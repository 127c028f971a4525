package dev.trawl.store.table;

import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelVersion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the aliases of registered models stood for when. */
public final class AliasTable {
  private AliasTable() {}

  /** Within a write transaction. */
  public static void move(Handle handle, AliasMove move) {
    Integer version = move.version();
    if (version != null && ModelVersionTable.find(handle, move.model(), version).isEmpty()) {
      throw new IllegalArgumentException(
          "need a registered version, found version %d of model %s"
              .formatted(version, move.model()));
    }
    Optional<AliasMove> last = lastMove(handle, move.model(), move.alias());
    if (last.map(before -> isSame(before, move)).orElse(false)) {
      return;
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("model", move.model());
    values.put("alias", move.alias());
    values.put("version", version);
    values.put("moved_by", move.by());
    values.put("test", move.test());
    values.put("moved_at", move.movedAt().toEpochMilli());
    CheckedTable.ALIAS_MOVE.add(handle, values);
  }

  private static boolean isSame(AliasMove before, AliasMove move) {
    return Objects.equals(before.version(), move.version())
        && before.by().equals(move.by())
        && Objects.equals(before.test(), move.test());
  }

  /**
   * @throws dev.trawl.track.DamagedRecordException when it is damaged: the alias may stand for
   *     another version than the move before it says
   */
  private static Optional<AliasMove> lastMove(Handle handle, String model, String alias) {
    return CheckedTable.ALIAS_MOVE
        .row(
            handle,
            "WHERE t.model = :model AND t.alias = :alias ORDER BY t.id DESC FETCH FIRST ROW ONLY",
            Map.of("model", model, "alias", alias))
        .map(AliasTable::move);
  }

  /** What an alias stands for. */
  public static Optional<ModelVersion> aliased(Handle handle, String model, String alias) {
    return lastMove(handle, model, alias)
        .map(AliasMove::version)
        .flatMap(version -> ModelVersionTable.find(handle, model, version));
  }

  /** The first one first, without those that are damaged. */
  public static List<AliasMove> moves(Handle handle, String model) {
    return CheckedTable.ALIAS_MOVE
        .wholeRows(handle, "WHERE t.model = :model ORDER BY t.id", Map.of("model", model))
        .stream()
        .map(AliasTable::move)
        .toList();
  }

  private static AliasMove move(StoredRow row) {
    return new AliasMove(
        row.text("model"),
        row.text("alias"),
        row.integerOrNull("version"),
        row.text("moved_by"),
        row.textOrNull("test"),
        row.instant("moved_at"));
  }
}
