package dev.trawl.store.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** The maps of one version of H2's file, and how to walk through them. Used by one thread. */
final class StoredFile {
  static final int LAYOUT = 0;

  /** A model's bytes are looked at when they are read. */
  static final String MODELS = "lobData";

  /** The statements that make all objects. */
  static final String STATEMENTS = "table.0";

  static final StoredType STATEMENT = new StoredType.Versioned(new StoredType.Row(4, false));

  /** The first bytes of a page: its keys. */
  private static final int KEY_BYTES = FileHeader.BLOCK_BYTES;

  private final PageFile file;
  private final StoredChunk last;
  private final Map<String, String> layout = new TreeMap<>();
  private final List<StoredChunk> chunks = new ArrayList<>();
  private final Map<String, StoredType> types = new HashMap<>();
  private final List<StoredMap> maps = new ArrayList<>();

  private static final int MOST_LEVELS = 64;

  /** What is done with a leaf page. */
  interface PageVisitor {
    void visit(StoredPage page) throws IOException;

    /** Between two pages that one names: the keys of the first are less, of the second not. */
    default void between(Object key, StoredPage page) throws IOException {}
  }

  /** What is done with an entry. */
  interface EntryVisitor {
    void visit(Object key, Object value) throws IOException;
  }

  /**
   * @param file knows the chunks that the map of chunks itself is in
   * @param last the chunk that holds the version
   */
  StoredFile(PageFile file, StoredChunk last) throws IOException {
    this.file = file;
    this.last = last;
    file.add(last);
    StoredType text = StoredType.Simple.TEXT;
    entries(
        new StoredMap("layout", LAYOUT, last.layoutRoot(), text, text),
        (key, value) -> add((String) key, (String) value));
  }

  private void add(String key, String value) throws FileDamage {
    layout.put(key, value);
    if (key.startsWith("chunk.")) {
      StoredChunk chunk = StoredChunk.parse(value);
      chunks.add(chunk);
      file.add(chunk);
    }
  }

  /** What it says of chunks and of the roots of maps. */
  Map<String, String> layout() {
    return layout;
  }

  /** The chunk that holds the version. */
  StoredChunk last() {
    return last;
  }

  /** All but the last one. */
  List<StoredChunk> chunks() {
    return chunks;
  }

  /** Reads which maps there are; to be called when all chunks are known. */
  void readMaps() throws IOException {
    StoredType text = StoredType.Simple.TEXT;
    int metaId = DataUtils.parseHexInt(layout.getOrDefault("meta.id", "1"));
    Map<String, String> meta = new TreeMap<>();
    entries(
        new StoredMap("meta", metaId, root(metaId), text, text),
        (key, value) -> meta.put((String) key, (String) value));
    if (meta.containsKey("name._")) {
      int id = DataUtils.parseHexInt(meta.get("name._"));
      readTypes(new StoredMap("_", id, root(id), text, text));
    }
    for (Map.Entry<String, String> entry : meta.entrySet()) {
      if (entry.getKey().startsWith("name.")) {
        maps.add(map(entry.getKey().substring(5), entry.getValue(), meta));
      } else if (entry.getKey().startsWith("map.")) {
        needName(entry.getKey().substring(4), entry.getValue(), meta);
      }
    }
  }

  /** H2 has each map's name twice. */
  private static void needName(String id, String config, Map<String, String> meta)
      throws FileDamage {
    String name = config(config).get("name");
    if (name == null || !id.equals(meta.get("name." + name))) {
      throw new FileDamage("need the name of map %s, found %s".formatted(id, Shown.text(config)));
    }
  }

  private static Map<String, String> config(String text) throws FileDamage {
    try {
      return DataUtils.parseMap(text);
    } catch (MVStoreException e) {
      throw new FileDamage("need the description of a map, found " + Shown.text(text), e);
    }
  }

  private long root(int map) throws FileDamage {
    String root = layout.get("root." + Integer.toHexString(map));
    try {
      return root == null ? 0 : DataUtils.parseHexLong(root);
    } catch (MVStoreException e) {
      throw new FileDamage("need the position of a page, found " + Shown.text(root), e);
    }
  }

  private void readTypes(StoredMap map) throws IOException {
    walk(
        map,
        page -> {
          List<Object> keys = map.keys().read(page.content(), page.keys());
          for (Object key : keys) {
            types.put((String) key, StoredType.describedBy(page.content()));
          }
        });
  }

  private StoredMap map(String name, String id, Map<String, String> meta) throws FileDamage {
    try {
      int number = DataUtils.parseHexInt(id);
      String description = meta.get("map." + Integer.toHexString(number));
      if (description == null) {
        throw new FileDamage("need map %s, found its name alone".formatted(Shown.text(name)));
      }
      Map<String, String> config = config(description);
      if (name.equals(STATEMENTS)) { // whatever the file says: H2 takes no heed of it
        return new StoredMap(name, number, root(number), StoredType.Simple.LONG, STATEMENT);
      }
      return new StoredMap(
          name,
          number,
          root(number),
          types.getOrDefault(config.getOrDefault("key", ""), StoredType.Simple.UNKNOWN),
          types.getOrDefault(config.getOrDefault("val", ""), StoredType.Simple.UNKNOWN));
    } catch (MVStoreException e) {
      throw new FileDamage(
          "need the number of map %s, found %s".formatted(name, Shown.text(id)), e);
    }
  }

  List<StoredMap> maps() {
    return maps;
  }

  /** Whether H2's database has made them, and not another program of its map store. */
  boolean isDatabase() {
    return maps.stream().anyMatch(map -> map.name().equals("_"));
  }

  /** Reads each page of a map, those that name others too, and visits the leaves in order. */
  void walk(StoredMap map, PageVisitor visitor) throws IOException {
    int most = map.name().equals(MODELS) ? KEY_BYTES : Integer.MAX_VALUE;
    if (map.root() != 0) {
      walk(map, map.root(), most, 0, visitor);
    }
  }

  /** How many entries are there. */
  private long walk(StoredMap map, long position, int most, int depth, PageVisitor visitor)
      throws IOException {
    StoredPage page = file.page(position, map.id(), most);
    if (page.isLeaf()) {
      visitor.visit(page);
      return page.keys();
    }
    if (depth > MOST_LEVELS) {
      throw new FileDamage("need a map without loops, found one " + page.where());
    }
    List<Object> bounds = bounds(map, page);
    long total = 0;
    for (int i = 0; i <= page.keys(); i++) {
      if (i > 0 && !bounds.isEmpty()) {
        visitor.between(bounds.get(i - 1), page);
      }
      long child = page.children().get(i);
      long found = child == 0 ? 0 : walk(map, child, most, depth + 1, visitor);
      if (found != page.counts().get(i)) {
        throw new FileDamage(
            "need %d entries of %s below the page %s, found %d"
                .formatted(page.counts().get(i), map.name(), page.where(), found));
      }
      total += found;
    }
    return total;
  }

  /** By which it is told which page has a key; none of a map whose keys can't be read. */
  private static List<Object> bounds(StoredMap map, StoredPage page) throws FileDamage {
    if (!map.keys().isKnown()) {
      return List.of();
    }
    try {
      return map.keys().read(page.content().duplicate(), page.keys());
    } catch (RuntimeException e) { // what the bytes say leads anywhere
      throw new FileDamage(
          "need %d keys of %s in the page %s, found other bytes"
              .formatted(page.keys(), map.name(), page.where()),
          e);
    }
  }

  /** Visits each entry of a map in order. */
  void entries(StoredMap map, EntryVisitor visitor) throws IOException {
    walk(map, new InOrder(map, visitor));
  }

  /** Needs keys that rise, and pages above them by which each is found. */
  private static final class InOrder implements PageVisitor {
    private final StoredMap map;
    private final EntryVisitor visitor;
    private @Nullable Object last;
    private @Nullable Object least;

    InOrder(StoredMap map, EntryVisitor visitor) {
      this.map = map;
      this.visitor = visitor;
    }

    @Override
    public void visit(StoredPage page) throws IOException {
      Entries entries = Entries.of(page, map);
      for (int i = 0; i < entries.keys().size(); i++) {
        Object key = entries.keys().get(i);
        if (last != null && KeyOrder.compare(last, key) >= 0) {
          throw notInOrder(page, key, last);
        }
        if (least != null && KeyOrder.compare(least, key) > 0) {
          throw notInOrder(page, key, least);
        }
        last = key;
        visitor.visit(key, entries.values().get(i));
      }
    }

    @Override
    public void between(Object key, StoredPage page) throws IOException {
      if (last != null && KeyOrder.compare(last, key) >= 0) {
        throw notInOrder(page, key, last);
      }
      least = key;
    }

    private static FileDamage notInOrder(StoredPage page, Object key, Object before) {
      return new FileDamage(
          "need keys in order in the page %s, found %s after %s"
              .formatted(page.where(), Shown.text(key.toString()), Shown.text(before.toString())));
    }
  }
}
