package dev.trawl.store;

import dev.trawl.store.table.AliasTable;
import dev.trawl.store.table.ArtifactTable;
import dev.trawl.store.table.ContentStream;
import dev.trawl.store.table.ModelVersionTable;
import dev.trawl.store.table.NamedModel;
import dev.trawl.store.table.RunTable;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelName;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelRegistry;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.RecordableText;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Registered models. */
interface H2ModelRegistry extends H2Role, ModelRegistry {
  @Override
  default ModelVersion registerModel(String name, String runId, ModelVersion.Files files) {
    String model = ModelName.of(name);
    AtomicInteger version = new AtomicInteger();
    return parts()
        .database()
        .write(
            transaction -> {
              RunTable.Entry run = RunTable.need(transaction.handle(), runId);
              version.set(ModelVersionTable.add(transaction, model, run, files));
            },
            handle -> ModelVersionTable.find(handle, model, version.get()).orElseThrow());
  }

  @Override
  default SortedSet<String> modelNames() {
    return parts().read(ModelVersionTable::names);
  }

  @Override
  default List<ModelVersion> modelVersions(String name) {
    return parts().read(handle -> ModelVersionTable.versions(handle, name));
  }

  @Override
  default ModelVersion needModel(ModelReference reference) {
    return parts().read(handle -> NamedModel.need(handle, reference));
  }

  @Override
  default Optional<InputStream> openModelFile(ModelVersion version, String path) {
    return version.file(path).flatMap(file -> openArtifact(version, path));
  }

  private Optional<InputStream> openArtifact(ModelVersion version, String path) {
    return parts()
        .read(
            handle ->
                RunTable.find(handle, version.runId())
                    .flatMap(run -> ArtifactTable.find(handle, run, version.location() + path)))
        .map(
            artifact ->
                new ContentStream(
                    artifact.content(),
                    offset ->
                        parts().read(handle -> ArtifactTable.piece(handle, artifact, offset))));
  }

  @Override
  default void moveAlias(AliasMove move) {
    AliasMove checked = checked(move);
    parts()
        .database()
        .write(transaction -> AliasTable.move(transaction.handle(), checked), handle -> true);
  }

  @Override
  default void moveAliasFrom(@Nullable Integer before, AliasMove move) {
    AliasMove checked = checked(move);
    parts()
        .database()
        .write(
            transaction -> AliasTable.moveFrom(transaction.handle(), before, checked),
            handle -> true);
  }

  private static AliasMove checked(AliasMove move) {
    return new AliasMove(
        ModelName.of(move.model()),
        ModelName.ofAlias(move.alias()),
        move.version(),
        RecordableText.name("who moves an alias", move.by()),
        move.test(),
        move.movedAt());
  }

  @Override
  default Map<String, ModelVersion> modelAliases(String name) {
    return parts().read(handle -> aliases(handle, name));
  }

  private static Map<String, ModelVersion> aliases(Handle handle, String name) {
    Map<String, ModelVersion> aliases = new LinkedHashMap<>();
    AliasTable.aliases(handle, name)
        .forEach(
            (alias, version) ->
                ModelVersionTable.find(handle, name, version)
                    .ifPresent(found -> aliases.put(alias, found)));
    return aliases;
  }

  @Override
  default List<AliasMove> aliasMoves(String name) {
    return parts().read(handle -> AliasTable.moves(handle, name));
  }

  @Override
  default void deleteModelVersion(String name, int version) {
    parts()
        .database()
        .write(transaction -> AliasTable.deleteVersion(transaction, name, version), handle -> true);
  }

  @Override
  default void deleteModel(String name, String by) {
    RecordableText.name("who deletes a model", by);
    parts()
        .database()
        .write(transaction -> AliasTable.deleteModel(transaction, name, by), handle -> true);
  }
}
