package dev.trawl.store.file;

/**
 * A map in H2's file: a table, an index or something of H2's own.
 *
 * @param id its number, by which its pages are known
 * @param root the position of its root page; 0 for none
 */
record StoredMap(String name, int id, long root, StoredType keys, StoredType values) {
  boolean hasKnownTypes() {
    return keys.isKnown() && values.isKnown();
  }

  boolean isTable() {
    return name.startsWith("table.");
  }

  boolean isIndex() {
    return name.startsWith("index.");
  }
}
