package dev.trawl.track;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Verified models under names, version after version, with their files. What a version holds, and
 * its run, is neither deleted nor erased before the version is. {@link RunStore} says what else
 * holds for each method.
 */
public interface ModelRegistry {
  /**
   * Registers the next version of a model with its files, all at once; it is a change of its run.
   *
   * @param name as {@link ModelName#of} has it
   * @param files at least one; held in memory, and written in one transaction: up to some hundred
   *     MB
   * @throws RefusedChangeException for a run that is deleted, or whose sweep is
   */
  ModelVersion registerModel(String name, String runId, ModelVersion.Files files);

  /** The names of all models. */
  SortedSet<String> modelNames();

  /** A model's versions, the first one first; none for a name that is not registered. */
  List<ModelVersion> modelVersions(String name);

  /**
   * The version that is meant.
   *
   * @throws NoModelException when there is none, with what there is
   */
  ModelVersion needModel(ModelReference reference);

  /**
   * A file of a version, read from the store as it is read; the caller closes it. The last bytes of
   * one that is damaged are not read: a {@link StoreException} or {@link java.io.IOException} comes
   * before them. Empty when the version has no such file, or it is lost.
   */
  Optional<InputStream> openModelFile(ModelVersion version, String path);

  /**
   * Lets an alias stand for a version. The same move as the last one of that alias changes nothing.
   * It raises no sequence number.
   *
   * @throws IllegalArgumentException for a version that is not registered, or an alias that {@link
   *     ModelName#ofAlias} refuses
   */
  void moveAlias(AliasMove move);

  /**
   * Moves an alias, as {@link #moveAlias} does, from the version that it was seen at.
   *
   * @param before null for none
   * @throws RefusedChangeException when the alias stands for another version meanwhile
   */
  void moveAliasFrom(@Nullable Integer before, AliasMove move);

  /** What a model's aliases stand for, by their names. */
  Map<String, ModelVersion> modelAliases(String name);

  /** How a model's aliases were moved, the first one first. */
  List<AliasMove> aliasMoves(String name);

  /**
   * Deletes a version's files for good. Its number is not given again, and the moves of aliases to
   * it stay. One that is not registered is none.
   *
   * @throws RefusedChangeException when an alias stands for it, or it is the model's only one
   */
  void deleteModelVersion(String name, int version);

  /**
   * Deletes all of a model's versions for good, and its aliases with a move of each. A name that is
   * not registered is none.
   *
   * @param by who does
   */
  void deleteModel(String name, String by);
}
