package dev.trawl.dashboard;

import dev.trawl.track.Change;
import dev.trawl.wire.RecordJson;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What clients are told, as it is written to each.
 *
 * @param sequence the change's in the store; null for what the store does not know
 * @param sweepId whose followers it concerns
 */
record LiveEvent(@Nullable Long sequence, String sweepId, String text) {
  static LiveEvent of(Change change, RecordJson json) {
    String kind = change.kind().name().toLowerCase(Locale.ROOT);
    String text =
        "id: %d\nevent: %s\ndata: %s\n\n"
            .formatted(change.sequence(), kind, json.write(json.change(change)));
    return new LiveEvent(change.sequence(), change.sweepId(), text);
  }

  /** Without an id: a client that comes back goes on after the last change that it knows. */
  static LiveEvent of(ExportJob export, RecordJson json) {
    String text = "event: export\ndata: %s\n\n".formatted(json.write(export));
    return new LiveEvent(null, export.sweepId(), text);
  }

  /** Whether somebody who knows the store's changes up to this one does not know it. */
  boolean isNewTo(long seen) {
    return sequence == null || sequence > seen;
  }
}
