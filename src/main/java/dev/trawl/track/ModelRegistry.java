package dev.trawl.track;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Models under names, version after version. A version stays when its run is erased. {@link
 * RunStore} says what else holds for each method.
 */
public interface ModelRegistry {
  /**
   * Registers the next version of a model; it is a change of its run.
   *
   * @param location the folder of its files
   * @throws IllegalArgumentException for a blank name or location
   */
  ModelVersion registerModel(
      String name, String runId, String location, List<ModelVersion.ModelFile> files);

  /** The names of all models. */
  SortedSet<String> modelNames();

  /** A model's versions, the first one first; none for a name that is not registered. */
  List<ModelVersion> modelVersions(String name);

  /**
   * Lets an alias stand for a version. The same move as the last one of that alias changes nothing.
   * It raises no sequence number.
   *
   * @throws IllegalArgumentException for a version that is not registered, or a blank alias
   */
  void moveAlias(AliasMove move);

  /** What an alias stands for; empty for one that is not set. */
  Optional<ModelVersion> modelWithAlias(String name, String alias);

  /** How a model's aliases were moved, the first one first. */
  List<AliasMove> aliasMoves(String name);
}
