package dev.trawl.track;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A registered model with all that is known of it.
 *
 * @param versions the first one first, at least one
 * @param aliases the numbers of the versions that they stand for, by name
 * @param moves of its aliases, the first one first
 */
public record RegisteredModel(
    String name, List<Version> versions, Map<String, Integer> aliases, List<AliasMove> moves) {
  public RegisteredModel {
    versions = List.copyOf(versions);
    moves = List.copyOf(moves);
  }

  /**
   * A version, and where it comes from.
   *
   * @param run null, as is its sweep, where a repair of the database lost it
   */
  public record Version(ModelVersion model, @Nullable Run run, @Nullable Sweep sweep) {}

  /** All registered models, by name. */
  public static List<RegisteredModel> all(RunStore store) {
    return store.modelNames().stream()
        .filter(name -> !store.modelVersions(name).isEmpty())
        .map(name -> read(store, name))
        .toList();
  }

  /**
   * The model of this name.
   *
   * @throws NoModelException when there is none
   */
  public static RegisteredModel of(RunStore store, String name) {
    ModelVersion newest = store.needModel(new ModelReference(name, null, null));
    return read(store, newest.name());
  }

  private static RegisteredModel read(RunStore store, String name) {
    SortedMap<String, Integer> aliases = new TreeMap<>();
    store.modelAliases(name).forEach((alias, version) -> aliases.put(alias, version.version()));
    return new RegisteredModel(
        name,
        store.modelVersions(name).stream().map(version -> lineage(store, version)).toList(),
        aliases,
        store.aliasMoves(name));
  }

  /** A version with its run and sweep. */
  public static Version lineage(RunStore store, ModelVersion version) {
    Run run = store.run(version.runId()).orElse(null);
    Sweep sweep = run == null ? null : store.sweep(run.sweepId()).orElse(null);
    return new Version(version, run, sweep);
  }

  /** The newest version. */
  public Version newest() {
    return versions.get(versions.size() - 1);
  }

  /** The aliases that stand for a version, by name. */
  public List<String> aliasesOf(ModelVersion version) {
    return aliases.entrySet().stream()
        .filter(alias -> alias.getValue() == version.version())
        .map(Map.Entry::getKey)
        .toList();
  }
}
