package dev.trawl.store;

import dev.trawl.store.table.AliasTable;
import dev.trawl.store.table.ModelVersionTable;
import dev.trawl.store.table.RunTable;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelRegistry;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.RecordableText;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Registered models. */
interface H2ModelRegistry extends H2Role, ModelRegistry {
  @Override
  default ModelVersion registerModel(
      String name, String runId, String location, List<ModelFile> files) {
    RecordableText.name("a model", name);
    RecordableText.name("the folder of a model", location);
    List<ModelFile> copy = List.copyOf(files);
    return parts()
        .database()
        .write(
            transaction ->
                ModelVersionTable.add(
                    transaction, name, RunTable.need(transaction.handle(), runId), location, copy),
            handle -> ModelVersionTable.lastVersion(handle, name).orElseThrow());
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
  default void moveAlias(AliasMove move) {
    RecordableText.name("an alias", move.alias());
    parts()
        .database()
        .write(transaction -> AliasTable.move(transaction.handle(), move), handle -> true);
  }

  @Override
  default Optional<ModelVersion> modelWithAlias(String name, String alias) {
    return parts().read(handle -> AliasTable.aliased(handle, name, alias));
  }

  @Override
  default List<AliasMove> aliasMoves(String name) {
    return parts().read(handle -> AliasTable.moves(handle, name));
  }
}
