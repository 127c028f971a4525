package dev.trawl.store.file;

import dev.trawl.store.file.FoundPages.FoundPage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is left of a map: the entries of its pages that are whole, and where a page is lost, those
 * that older versions of it had for the same keys. So what was deleted since can come back there.
 * Used by one thread.
 */
public final class SalvagedMap {
  /** Of a map whose root nothing names. */
  static final long NO_ROOT = -1;

  private static final int MOST_LEVELS = 64;

  private final PageFile file;
  private final StoredMap map;
  private final TreeMap<Comparable<Object>, FoundPage> places = new TreeMap<>();
  private final List<Range> lost = new ArrayList<>();
  private final Set<Object> older = new HashSet<>();
  private OptionalLong expected = OptionalLong.empty();
  private @Nullable FoundPage current;
  private Map<Object, Object> entries = Map.of();

  private SalvagedMap(PageFile file, StoredMap map) {
    this.file = file;
    this.map = map;
  }

  /** Keys whose page is lost; null without a bound. */
  private record Range(@Nullable Comparable<Object> from, @Nullable Comparable<Object> to) {
    boolean contains(Comparable<Object> key) {
      return (from == null || key.compareTo(from) >= 0) && (to == null || key.compareTo(to) < 0);
    }
  }

  /**
   * @param version of the data that has the map's root; pages of later ones are newer than it
   */
  static SalvagedMap of(PageFile file, FoundPages found, StoredMap map, long version)
      throws IOException {
    SalvagedMap salvaged = new SalvagedMap(file, map);
    salvaged.walk(map.root(), new Range(null, null), 0);
    List<FoundPage> pages = found.pages(map.id());
    boolean hasLater = pages.stream().anyMatch(page -> page.chunk().version() > version);
    if (hasLater || !salvaged.lost.isEmpty()) {
      for (FoundPage page : pages) {
        salvaged.fill(page, page.chunk().version() > version);
      }
    }
    return salvaged;
  }

  private void walk(long position, Range range, int depth) throws IOException {
    if (position == 0) {
      expect(depth, 0);
      return;
    }
    try {
      if (position == NO_ROOT) {
        throw new FileDamage("need the root of %s, found none".formatted(map.name()));
      }
      StoredPage page = file.page(position, map.id());
      if (page.isLeaf()) {
        expect(depth, page.keys());
        addLeaf(page, file.found(position, page), range);
      } else if (depth < MOST_LEVELS) {
        List<Object> bounds = map.keys().read(page.content().duplicate(), page.keys());
        expect(depth, page.counts().stream().mapToLong(Long::longValue).sum());
        for (int i = 0; i <= page.keys(); i++) {
          Range below =
              new Range(
                  i == 0 ? range.from() : key(bounds.get(i - 1)),
                  i == page.keys() ? range.to() : key(bounds.get(i)));
          walk(page.children().get(i), below, depth + 1);
        }
      }
    } catch (FileDamage | RuntimeException e) { // what the bytes say leads anywhere
      lost.add(range);
    }
  }

  private void expect(int depth, long count) {
    if (depth == 0) {
      expected = OptionalLong.of(count);
    }
  }

  private void addLeaf(StoredPage page, FoundPage place, Range range) throws IOException {
    List<Object> keys = keys(page);
    for (Object key : keys) {
      if (!range.contains(key(key))) {
        throw new FileDamage("need keys of the page's range, found %s".formatted(key));
      }
    }
    keys.forEach(key -> places.put(key(key), place));
  }

  private List<Object> keys(StoredPage leaf) throws IOException {
    List<Object> keys = Entries.of(leaf, map).keys();
    for (int i = 1; i < keys.size(); i++) {
      if (key(keys.get(i - 1)).compareTo(keys.get(i)) >= 0) {
        throw new FileDamage("need keys in order in the page " + leaf.where());
      }
    }
    return keys;
  }

  private void fill(FoundPage page, boolean isLater) throws IOException {
    try {
      StoredPage stored = page.read(file);
      if (!stored.isLeaf()) {
        return;
      }
      for (Object key : keys(stored)) {
        if (isLater) {
          places.put(key(key), page);
          older.remove(key);
        } else if (isLost(key(key))) {
          places.put(key(key), page);
          older.add(key);
        }
      }
    } catch (FileDamage | RuntimeException e) { // what the bytes say leads anywhere
      // lost as well
    }
  }

  private boolean isLost(Comparable<Object> key) {
    return lost.stream().anyMatch(range -> range.contains(key));
  }

  @SuppressWarnings("unchecked")
  private static Comparable<Object> key(Object key) {
    return (Comparable<Object>) key; // a Long or a String
  }

  /** How many entries it had; empty when nothing says so. */
  public OptionalLong expected() {
    return expected;
  }

  /** The keys, where they are numbers, of entries whose newest page may be lost. */
  public Set<Long> older() {
    return older.stream()
        .filter(Long.class::isInstance)
        .map(Long.class::cast)
        .collect(Collectors.toSet());
  }

  /** Whether no page of it is lost. */
  boolean isWhole() {
    return lost.isEmpty();
  }

  int size() {
    return places.size();
  }

  boolean contains(Object key) {
    return places.containsKey(key);
  }

  /** Null when it is not there. */
  @Nullable Object get(Object key) throws IOException {
    FoundPage page = places.get(key);
    return page == null ? null : entries(page).get(key);
  }

  /** Visits what is left in the order of keys. */
  void entries(StoredFile.EntryVisitor visitor) throws IOException {
    for (Map.Entry<Comparable<Object>, FoundPage> place : places.entrySet()) {
      visitor.visit(place.getKey(), Objects.requireNonNull(get(place.getKey()), "of that page"));
    }
  }

  /** Visits what is left, the newest pages first. */
  void newestFirst(StoredFile.EntryVisitor visitor) throws IOException {
    List<Map.Entry<Comparable<Object>, FoundPage>> all = new ArrayList<>(places.entrySet());
    all.sort(Comparator.comparingLong(place -> -place.getValue().chunk().version()));
    for (Map.Entry<Comparable<Object>, FoundPage> place : all) {
      visitor.visit(place.getKey(), Objects.requireNonNull(get(place.getKey()), "of that page"));
    }
  }

  @SuppressWarnings("ReferenceEquality") // The page itself was read last.
  private Map<Object, Object> entries(FoundPage page) throws IOException {
    if (!page.equals(current)) {
      Entries read = Entries.of(page.read(file), map);
      Map<Object, Object> all = new HashMap<>();
      for (int i = 0; i < read.keys().size(); i++) {
        all.put(read.keys().get(i), read.values().get(i));
      }
      entries = all;
      current = page;
    }
    return entries;
  }
}
