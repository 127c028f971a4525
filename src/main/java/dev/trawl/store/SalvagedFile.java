package dev.trawl.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * The maps of a file of H2 that may be damaged: as of the newest version whose list of chunks and
 * roots can be read, and what is left of later ones. Nothing in the file is run. Used by one
 * thread.
 */
final class SalvagedFile {
  private static final StoredType TEXT = StoredType.Simple.TEXT;

  private final PageFile file;
  private final FoundPages found;
  private Map<String, String> layout = Map.of();
  private final Map<String, String> meta = new TreeMap<>();

  /** 0 when no list can be read: everything is later than that. */
  private long version;

  private SalvagedFile(PageFile file, FoundPages found) {
    this.file = file;
    this.found = found;
  }

  static SalvagedFile read(PageFile file) throws IOException {
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
    int id = number(layout.getOrDefault("meta.id", "1")).orElse(1);
    SalvagedMap.of(file, found, new StoredMap("meta", id, root(id), TEXT, TEXT), version)
        .entries((key, value) -> meta.put((String) key, (String) value));
  }

  private static Optional<Integer> number(String hexadecimal) {
    try {
      return Optional.of(DataUtils.parseHexInt(hexadecimal));
    } catch (MVStoreException e) {
      return Optional.empty();
    }
  }

  private long root(int map) {
    if (layout.isEmpty()) {
      return SalvagedMap.NO_ROOT;
    }
    try {
      return DataUtils.parseHexLong(layout.getOrDefault("root." + Integer.toHexString(map), "0"));
    } catch (MVStoreException e) {
      return SalvagedMap.NO_ROOT;
    }
  }

  /** Of the data that is read first; 0 when no version is whole enough to begin with. */
  long version() {
    return version;
  }

  /** A map of that name; empty when there is none, or nothing says which pages are its. */
  Optional<SalvagedMap> map(String name, StoredType keys, StoredType values) throws IOException {
    Optional<Integer> id =
        Optional.ofNullable(meta.get("name." + name)).flatMap(SalvagedFile::number);
    return id.isEmpty()
        ? Optional.empty()
        : Optional.of(
            SalvagedMap.of(
                file, found, new StoredMap(name, id.get(), root(id.get()), keys, values), version));
  }
}
