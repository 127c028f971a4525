package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.track.Tag;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tags as a column has them: a JSON object of strings. */
final class Tags {
  private Tags() {}

  /** The same with one tag set, or removed where its value is empty. */
  static String with(String recorded, Tag tag) {
    Map<String, String> tags = new LinkedHashMap<>(Json.read(recorded, Json.TEXTS));
    if (tag.value().isEmpty()) {
      tags.remove(tag.name());
    } else {
      tags.put(tag.name(), tag.value());
    }
    return Json.write(tags);
  }
}
