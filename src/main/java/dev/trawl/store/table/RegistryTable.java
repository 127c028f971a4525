package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Registered models, and what their aliases stood for when. */
public final class RegistryTable {
  private static final TypeReference<List<ModelFile>> FILES = new TypeReference<>() {};

  private RegistryTable() {}

  /** Within a write transaction. */
  public static void add(
      WriteTransaction transaction,
      String name,
      RunTable.Entry run,
      String location,
      List<ModelFile> files) {
    Handle handle = transaction.handle();
    int version =
        handle
            .createQuery(
                "SELECT COALESCE(MAX(version), 0) + 1 FROM model_version WHERE name = :name")
            .bind("name", name)
            .mapTo(Integer.class)
            .one();
    CheckedTable.MODEL_VERSION.add(
        handle,
        Map.of(
            "name",
            name,
            "version",
            version,
            "run_uid",
            run.uid(),
            "location",
            location,
            "files",
            Json.write(files),
            "registered_at",
            transaction.now()));
    RunTable.touch(transaction, run);
  }

  public static SortedSet<String> names(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT name FROM model_version")
        .mapTo(String.class)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first one first, without those that are damaged. */
  public static List<ModelVersion> versions(Handle handle, String name) {
    return CheckedTable.MODEL_VERSION
        .wholeRows(handle, "WHERE t.name = :name ORDER BY t.version", Map.of("name", name))
        .stream()
        .map(RegistryTable::version)
        .toList();
  }

  public static Optional<ModelVersion> lastVersion(Handle handle, String name) {
    return CheckedTable.MODEL_VERSION
        .row(
            handle,
            "WHERE t.name = :name ORDER BY t.version DESC FETCH FIRST ROW ONLY",
            Map.of("name", name))
        .map(RegistryTable::version);
  }

  static Optional<ModelVersion> version(Handle handle, String name, int version) {
    return CheckedTable.MODEL_VERSION
        .row(
            handle,
            "WHERE t.name = :name AND t.version = :version",
            Map.of("name", name, "version", version))
        .map(RegistryTable::version);
  }

  private static ModelVersion version(StoredRow row) {
    return new ModelVersion(
        row.text("name"),
        row.integer("version"),
        row.text("run_uid"),
        row.text("location"),
        Json.read(row.text("files"), FILES),
        row.instant("registered_at"));
  }

  /** Within a write transaction. */
  public static void move(Handle handle, AliasMove move) {
    Integer version = move.version();
    if (version != null && version(handle, move.model(), version).isEmpty()) {
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
        .map(RegistryTable::move);
  }

  /** What an alias stands for. */
  public static Optional<ModelVersion> aliased(Handle handle, String model, String alias) {
    return lastMove(handle, model, alias)
        .map(AliasMove::version)
        .flatMap(version -> version(handle, model, version));
  }

  /** The first one first, without those that are damaged. */
  public static List<AliasMove> moves(Handle handle, String model) {
    return CheckedTable.ALIAS_MOVE
        .wholeRows(handle, "WHERE t.model = :model ORDER BY t.id", Map.of("model", model))
        .stream()
        .map(RegistryTable::move)
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
