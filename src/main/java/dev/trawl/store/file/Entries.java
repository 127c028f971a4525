package dev.trawl.store.file;

import java.nio.ByteBuffer;
import java.util.List;

/** What a leaf page holds: as many keys as values. */
record Entries(List<Object> keys, List<Object> values) {
  /**
   * @throws FileDamage when it holds something else, or more
   */
  static Entries of(StoredPage page, StoredMap map) throws FileDamage {
    ByteBuffer content = page.content().duplicate();
    try {
      List<Object> keys = map.keys().read(content, page.keys());
      List<Object> values =
          page.isWhole() ? map.values().read(content, page.keys()) : keys; // keys alone
      if (page.isWhole() && content.hasRemaining()) {
        throw new FileDamage("%d bytes more".formatted(content.remaining()));
      }
      return new Entries(keys, values);
    } catch (FileDamage | RuntimeException e) { // what the bytes say leads anywhere
      throw new FileDamage(
          "need %d entries of %s in the page %s, found other bytes"
              .formatted(page.keys(), map.name(), page.where()),
          e);
    }
  }
}
