package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Json;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Registered models. */
public final class ModelVersionTable {
  private static final TypeReference<List<ModelFile>> FILES = new TypeReference<>() {};

  private ModelVersionTable() {}

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
        .map(ModelVersionTable::version)
        .toList();
  }

  public static Optional<ModelVersion> lastVersion(Handle handle, String name) {
    return CheckedTable.MODEL_VERSION
        .row(
            handle,
            "WHERE t.name = :name ORDER BY t.version DESC FETCH FIRST ROW ONLY",
            Map.of("name", name))
        .map(ModelVersionTable::version);
  }

  static Optional<ModelVersion> find(Handle handle, String name, int version) {
    return CheckedTable.MODEL_VERSION
        .row(
            handle,
            "WHERE t.name = :name AND t.version = :version",
            Map.of("name", name, "version", version))
        .map(ModelVersionTable::version);
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
}
