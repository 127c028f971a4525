package dev.trawl.store.table;

import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.NoModelException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds the version that a reference means, or says what there is. */
public final class NamedModel {
  private static final int MOST_NAMED = 10;

  private NamedModel() {}

  /**
   * The version that is meant.
   *
   * @throws NoModelException when there is none
   */
  public static ModelVersion need(Handle handle, ModelReference reference) {
    return find(handle, reference)
        .orElseThrow(
            () ->
                new NoModelException(
                    "need a registered model, found no %s; %s"
                        .formatted(reference, thereIs(handle, reference.name()))));
  }

  private static Optional<ModelVersion> find(Handle handle, ModelReference reference) {
    if (reference.alias() != null) {
      return Optional.ofNullable(
              AliasTable.aliases(handle, reference.name()).get(reference.alias()))
          .flatMap(version -> ModelVersionTable.find(handle, reference.name(), version));
    }
    if (reference.version() != null) {
      return ModelVersionTable.find(handle, reference.name(), reference.version());
    }
    List<ModelVersion> versions = ModelVersionTable.versions(handle, reference.name());
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  private static String thereIs(Handle handle, String name) {
    List<ModelVersion> versions = ModelVersionTable.versions(handle, name);
    if (versions.isEmpty()) {
      SortedSet<String> names = ModelVersionTable.names(handle);
      return names.isEmpty()
          ? "no model is registered"
          : "registered are " + listed(names.stream().map(Objects::toString).toList());
    }
    String aliases =
        AliasTable.aliases(handle, name).entrySet().stream()
            .map(alias -> "%s (version %d)".formatted(alias.getKey(), alias.getValue()))
            .collect(Collectors.joining(", "));
    return "versions: %s; aliases: %s"
        .formatted(
            listed(versions.stream().map(version -> "" + version.version()).toList()),
            aliases.isEmpty() ? "none" : aliases);
  }

  private static String listed(List<String> names) {
    String first = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMED
        ? "%s and %d more".formatted(first, names.size() - MOST_NAMED)
        : first;
  }
}
