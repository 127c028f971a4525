package dev.trawl.track;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of every sweep and run beside what it is.
 *
 * @param tags free text by name
 * @param endedAt null while it goes on
 * @param deletedAt when somebody deleted it, null otherwise; a run of a deleted sweep is not
 *     deleted itself
 * @param sequence the number of its latest recorded change, a sweep's runs among them; from 0
 */
public record RecordInfo(
    Map<String, String> tags,
    Instant createdAt,
    @Nullable Instant endedAt,
    @Nullable Instant deletedAt,
    long sequence) {
  public RecordInfo {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    if (sequence < 0) {
      throw new IllegalArgumentException("need a sequence number from 0, found " + sequence);
    }
  }

  /** Of a record without tags that goes on. */
  public static RecordInfo of(Instant createdAt, long sequence) {
    return new RecordInfo(Map.of(), createdAt, null, null, sequence);
  }

  /** The same, of a record that ended. */
  public RecordInfo ended(Instant at) {
    return new RecordInfo(tags, createdAt, at, deletedAt, sequence);
  }
}
