package dev.trawl.store.table;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.trawl.store.database.WriteTransaction;
import dev.trawl.store.file.Digest;
import dev.trawl.store.file.Json;
import dev.trawl.track.Artifact;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.RefusedChangeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Registered models. Their files are artifacts of their runs. The row of a version that is deleted
 * stays, without files: its number is not given again.
 */
public final class ModelVersionTable {
  private static final TypeReference<List<ModelFile>> FILES = new TypeReference<>() {};

  private static final String NO_FILES = "[]";
  private static final String KEPT = "t.files <> '" + NO_FILES + "'";

  private ModelVersionTable() {}

  /**
   * Within a write transaction.
   *
   * @return the version's number
   */
  public static int add(
      WriteTransaction transaction, String name, RunTable.Entry run, ModelVersion.Files files) {
    Handle handle = transaction.handle();
    run.needKept();
    int version =
        handle
            .createQuery(
                "SELECT COALESCE(MAX(version), 0) + 1 FROM model_version WHERE name = :name")
            .bind("name", name)
            .mapTo(Integer.class)
            .one();
    String location = "%s%s/%d/".formatted(Artifact.REGISTERED, name, version);
    List<ModelFile> added = new ArrayList<>();
    for (NewFile file : files.of(version)) {
      Artifact.checkPath(location + file.path());
      ArtifactTable.put(transaction, run.key(), location + file.path(), file.content());
      added.add(
          new ModelFile(
              file.path(), file.content().length, Digest.sha256(file.content()), file.verified()));
    }
    if (added.isEmpty()) {
      throw new IllegalArgumentException("need at least one file of a model, found none");
    }
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
            Json.write(added),
            "registered_at",
            transaction.now()));
    RunTable.touch(transaction, run);
    return version;
  }

  public static SortedSet<String> names(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT t.name FROM model_version t WHERE " + KEPT)
        .mapTo(String.class)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The first one first, without those that are damaged. */
  public static List<ModelVersion> versions(Handle handle, String name) {
    return CheckedTable.MODEL_VERSION
        .wholeRows(
            handle,
            "WHERE t.name = :name AND %s ORDER BY t.version".formatted(KEPT),
            Map.of("name", name))
        .stream()
        .map(ModelVersionTable::version)
        .toList();
  }

  public static Optional<ModelVersion> find(Handle handle, String name, int version) {
    return row(handle, name, version).map(ModelVersionTable::version);
  }

  private static Optional<StoredRow> row(Handle handle, String name, int version) {
    return CheckedTable.MODEL_VERSION.row(
        handle,
        "WHERE t.name = :name AND t.version = :version AND " + KEPT,
        Map.of("name", name, "version", version));
  }

  /** Deletes a version's files. Within a write transaction. */
  static void delete(WriteTransaction transaction, String name, int version) {
    Handle handle = transaction.handle();
    row(handle, name, version)
        .ifPresent(
            row -> {
              RunTable.find(handle, row.text("run_uid"))
                  .ifPresent(
                      run -> {
                        ModelVersion model = version(row);
                        model
                            .files()
                            .forEach(
                                file ->
                                    ArtifactTable.remove(
                                        handle, run.key(), model.location() + file.path()));
                        RunTable.touch(transaction, run);
                      });
              CheckedTable.MODEL_VERSION.update(handle, row, Map.of("files", NO_FILES));
            });
  }

  /** Refuses what would take the run away from its registered models. */
  static void needNoneOf(Handle handle, RunTable.Entry run) {
    needNone(handle, "a run", "t.run_uid = :key", run.uid());
  }

  /** Refuses what would take the sweep's runs away from their registered models. */
  static void needNoneOf(Handle handle, SweepTable.Entry sweep) {
    needNone(
        handle,
        "a sweep",
        "t.run_uid IN (SELECT r.uid FROM run r WHERE r.sweep_id = :key)",
        sweep.key());
  }

  private static void needNone(Handle handle, String what, String of, Object key) {
    List<String> found =
        CheckedTable.MODEL_VERSION
            .rows(
                handle,
                "WHERE %s AND %s ORDER BY t.name, t.version".formatted(of, KEPT),
                Map.of("key", key))
            .stream()
            .map(row -> "version %s of model %s".formatted(row.get("version"), row.get("name")))
            .toList();
    if (!found.isEmpty()) {
      throw new RefusedChangeException(
          "need %s of which no model is registered, found %s: delete %s first"
              .formatted(what, String.join(", ", found), found.size() == 1 ? "that" : "those"));
    }
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
