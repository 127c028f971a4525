package dev.trawl.store.file;

import dev.trawl.store.file.FoundPages.FoundPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * The maps of a file of H2 that may be damaged: as of the newest version whose list of chunks and
 * roots can be read, and what is left of later ones. Nothing in the file is run. Used by one
 * thread.
 */
public final class SalvagedFile {
  private static final StoredType TEXT = StoredType.Simple.TEXT;

  private final PageFile file;
  private final FoundPages found;
  private Map<String, String> layout = Map.of();
  private final Map<String, String> meta = new TreeMap<>();
  private int metaId;
  private boolean hasAllNames;

  /** 0 when no list can be read: everything is later than that. */
  private long version;

  private SalvagedFile(PageFile file, FoundPages found) {
    this.file = file;
    this.found = found;
  }

  public static SalvagedFile read(PageFile file) throws IOException {
    SalvagedFile salvaged = new SalvagedFile(file, FoundPages.in(file));
    salvaged.readLayout();
    salvaged.readMeta();
    return salvaged;
  }

  private void readLayout() throws IOException {
    List<StoredChunk> oldestFirst = new ArrayList<>(found.chunks());
    Collections.reverse(oldestFirst);
    oldestFirst.forEach(file::add); // so that of two with one number the newer stays
    for (StoredChunk chunk : List.copyOf(found.chunks())) {
      Optional<StoredFile> read = readLayout(chunk);
      if (read.isPresent()) {
        version = chunk.version();
        layout = read.get().layout();
        for (StoredChunk described : read.get().chunks()) {
          if (described.id() >= 0 && described.block() >= 2 && described.begin() < file.size()) {
            found.add(described);
          }
        }
        return;
      }
    }
  }

  /** Of the version that a chunk holds: its root is written last. */
  private Optional<StoredFile> readLayout(StoredChunk chunk) {
    List<Long> roots = new ArrayList<>();
    if (chunk.layoutRoot() != 0) {
      roots.add(chunk.layoutRoot());
    }
    found.pages(StoredFile.LAYOUT).stream()
        .filter(page -> page.chunk().equals(chunk))
        .reduce((first, last) -> last)
        .ifPresent(page -> roots.add(page.position()));
    for (long root : roots) {
      try {
        return Optional.of(new StoredFile(file, chunk.withLayoutRoot(root)));
      } catch (IOException | RuntimeException e) { // what the bytes say leads anywhere
        // the next one
      }
    }
    return Optional.empty();
  }

  private void readMeta() throws IOException {
    metaId = number(layout.getOrDefault("meta.id", "1")).orElse(1);
    SalvagedMap map =
        SalvagedMap.of(
            file, found, new StoredMap("meta", metaId, root(metaId), TEXT, TEXT), version);
    map.entries((key, value) -> meta.put((String) key, (String) value));
    hasAllNames =
        map.isWhole() && found.chunks().stream().allMatch(chunk -> chunk.version() <= version);
  }

  /** Whether the name of no map is lost. */
  boolean hasAllNames() {
    return hasAllNames;
  }

  /** The version of the newest page of a map; 0 when its name or all of its pages are lost. */
  long newest(String name) {
    return id(name).stream()
        .flatMap(id -> found.pages(id).stream())
        .mapToLong(page -> page.chunk().version())
        .max()
        .orElse(0);
  }

  private Optional<Integer> id(String name) {
    return Optional.ofNullable(meta.get("name." + name)).flatMap(SalvagedFile::number);
  }

  /** The numbers of maps that pages were found of. */
  Set<Integer> mapsWithPages() {
    return found.maps();
  }

  /** Those whose name, if they had one, is lost. */
  Set<Integer> unnamedMaps() {
    Set<Integer> maps = new TreeSet<>(found.maps());
    maps.removeAll(Set.of(StoredFile.LAYOUT, metaId));
    meta.forEach(
        (key, value) -> {
          if (key.startsWith("name.")) {
            number(value).ifPresent(maps::remove);
          }
        });
    return maps;
  }

  /**
   * Visits entries of the newest pages of a map with such values under numbers, if it is one.
   *
   * @return the version of the newest of these pages; 0 for none
   */
  long sample(int map, StoredType values, int mostPages, StoredFile.EntryVisitor visitor)
      throws IOException {
    StoredMap read = new StoredMap("a map", map, 0, StoredType.Simple.LONG, values);
    List<FoundPage> leaves = new ArrayList<>(found.pages(map));
    leaves.removeIf(page -> !page.isLeaf());
    Collections.reverse(leaves);
    long newest = 0;
    for (FoundPage leaf : leaves.subList(0, Math.min(mostPages, leaves.size()))) {
      try {
        Entries entries = Entries.of(leaf.read(file), read);
        for (int i = 0; i < entries.keys().size(); i++) {
          visitor.visit(entries.keys().get(i), entries.values().get(i));
        }
        newest = Math.max(newest, entries.keys().isEmpty() ? 0 : leaf.chunk().version());
      } catch (FileDamage e) {
        // another map's, or lost
      }
    }
    return newest;
  }

  private static Optional<Integer> number(String hexadecimal) {
    try {
      return Optional.of(DataUtils.parseHexInt(hexadecimal));
    } catch (MVStoreException e) {
      return Optional.empty();
    }
  }

  /** Pages of a map that a version does not have are of another past, or of its future. */
  private long root(int map) {
    String root = layout.get("root." + Integer.toHexString(map));
    if (root == null) {
      return found.pages(map).isEmpty() ? 0 : SalvagedMap.NO_ROOT;
    }
    try {
      return DataUtils.parseHexLong(root);
    } catch (MVStoreException e) {
      return SalvagedMap.NO_ROOT;
    }
  }

  /** Of the data that is read first; 0 when no version is whole enough to begin with. */
  long version() {
    return version;
  }

  /**
   * A map of values under numbers.
   *
   * @param told its own number by what it holds, for where its name is lost
   * @return empty when nothing says which pages are its
   */
  Optional<SalvagedMap> map(String name, Optional<Integer> told, StoredType values)
      throws IOException {
    Optional<Integer> id = id(name).or(() -> told);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(
            SalvagedMap.of(
                file,
                found,
                new StoredMap(name, id.get(), root(id.get()), StoredType.Simple.LONG, values),
                version));
  }
}
