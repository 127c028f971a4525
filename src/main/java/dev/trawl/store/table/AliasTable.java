package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RefusedChangeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What the aliases of registered models stood for when. */
public final class AliasTable {
  private static final TypeReference<PairedTest> TEST = new TypeReference<>() {};

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
    if (last.map(before -> isSame(before, move)).orElse(version == null)) {
      return;
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("model", move.model());
    values.put("alias", move.alias());
    values.put("version", version);
    values.put("moved_by", move.by());
    values.put("test", move.test() == null ? null : Json.write(move.test()));
    values.put("moved_at", move.movedAt().toEpochMilli());
    CheckedTable.ALIAS_MOVE.add(handle, values);
  }

  private static boolean isSame(AliasMove before, AliasMove move) {
    return Objects.equals(before.version(), move.version())
        && before.by().equals(move.by())
        && Objects.equals(before.test(), move.test());
  }

  /** Moves an alias unless another process has moved it meanwhile; a repeated move is none. */
  public static void moveFrom(Handle handle, @Nullable Integer before, AliasMove move) {
    Optional<AliasMove> last = lastMove(handle, move.model(), move.alias());
    Integer current = last.map(AliasMove::version).orElse(null);
    boolean isRepeated = last.filter(found -> isSame(found, move)).isPresent();
    if (!isRepeated && !Objects.equals(before, current)) {
      throw new RefusedChangeException(
          "need the alias %s of model %s at %s, where it was seen, found it at %s"
              .formatted(move.alias(), move.model(), described(before), described(current)));
    }
    move(handle, move);
  }

  private static String described(@Nullable Integer version) {
    return version == null ? "no version" : "version " + version;
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

  /** What a model's aliases stand for, by their names. */
  public static SortedMap<String, Integer> aliases(Handle handle, String model) {
    List<String> names =
        handle
            .createQuery("SELECT DISTINCT alias FROM alias_move WHERE model = :model")
            .bind("model", model)
            .mapTo(String.class)
            .list();
    SortedMap<String, Integer> aliases = new TreeMap<>();
    for (String alias : names) {
      lastMove(handle, model, alias)
          .map(AliasMove::version)
          .ifPresent(version -> aliases.put(alias, version));
    }
    return aliases;
  }

  /** The first one first, without those that are damaged. */
  public static List<AliasMove> moves(Handle handle, String model) {
    return CheckedTable.ALIAS_MOVE
        .wholeRows(handle, "WHERE t.model = :model ORDER BY t.id", Map.of("model", model))
        .stream()
        .map(AliasTable::move)
        .toList();
  }

  /** Deletes a version that no alias stands for, and that is not the only one. */
  public static void deleteVersion(WriteTransaction transaction, String model, int version) {
    Handle handle = transaction.handle();
    if (ModelVersionTable.find(handle, model, version).isEmpty()) {
      return;
    }
    String standing =
        aliases(handle, model).entrySet().stream()
            .filter(alias -> alias.getValue() == version)
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    if (!standing.isEmpty()) {
      throw new RefusedChangeException(
          "need a version that no alias stands for, found version %d of model %s, which is %s"
              .formatted(version, model, standing));
    }
    if (ModelVersionTable.versions(handle, model).size() == 1) {
      throw new RefusedChangeException(
          "need a model with another version, found version %d as the only one of model %s"
              .formatted(version, model));
    }
    ModelVersionTable.delete(transaction, model, version);
  }

  /** Deletes all versions of a model, and takes their aliases off. */
  public static void deleteModel(WriteTransaction transaction, String model, String by) {
    Handle handle = transaction.handle();
    Instant now = Instant.ofEpochMilli(transaction.now());
    aliases(handle, model)
        .keySet()
        .forEach(alias -> move(handle, new AliasMove(model, alias, null, by, null, now)));
    ModelVersionTable.versions(handle, model).stream()
        .map(ModelVersion::version)
        .forEach(version -> ModelVersionTable.delete(transaction, model, version));
  }

  private static AliasMove move(StoredRow row) {
    String test = row.textOrNull("test");
    return new AliasMove(
        row.text("model"),
        row.text("alias"),
        row.integerOrNull("version"),
        row.text("moved_by"),
        test == null ? null : Json.read(test, TEST),
        row.instant("moved_at"));
  }
}
