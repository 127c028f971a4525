package dev.trawl.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which maps without a name hold the large objects of a file, and their bytes. */
final class LargeObjectMaps {
  /** They may be long. */
  private static final int FEW_PAGES = 2;

  private final SalvagedFile file;
  private final List<Integer> objects = new ArrayList<>();
  private final List<Integer> pieces = new ArrayList<>();

  LargeObjectMaps(SalvagedFile file) {
    this.file = file;
  }

  /** A map of no table: one of these, if its pages are so. */
  void add(int map) throws IOException {
    if (file.sample(map, StoredType.Simple.BLOB, FEW_PAGES, (key, value) -> {}) > 0) {
      objects.add(map);
    } else if (file.sample(map, StoredType.Simple.BYTES, FEW_PAGES, (key, value) -> {}) > 0) {
      pieces.add(map);
    }
  }

  /** Other maps have bytes under numbers as well. */
  void keepNamedPieces() throws IOException {
    if (pieces.size() < 2) {
      return;
    }
    Map<Long, Integer> lengths = new HashMap<>();
    for (int map : objects) {
      file.sample(
          map,
          StoredType.Simple.BLOB,
          RecognisedMaps.MOST_PAGES,
          (key, id) -> lengths.putAll(SalvagedValues.pieces((byte[]) id)));
    }
    Set<Integer> named = new HashSet<>();
    for (int map : pieces) {
      file.sample(
          map,
          StoredType.Simple.BYTES,
          RecognisedMaps.MOST_PAGES,
          (key, bytes) -> {
            if (Objects.equals(lengths.get((Long) key), ((byte[]) bytes).length)) {
              named.add(map);
            }
          });
    }
    pieces.retainAll(named);
  }

  /** Where the large objects are; empty when none, or more than one, is like it. */
  Optional<Integer> objects() {
    return onlyOf(objects);
  }

  /** Where their bytes are. */
  Optional<Integer> pieces() {
    return onlyOf(pieces);
  }

  private static Optional<Integer> onlyOf(List<Integer> maps) {
    return maps.size() == 1 ? Optional.of(maps.get(0)) : Optional.empty();
  }
}
