package dev.trawl.track;

import java.time.Instant;

/**
 * A view of the page that somebody gave a name.
 *
 * @param query the part of its address that says what is shown and how
 */
public record SavedView(String name, String query, Instant savedAt) {
  public SavedView {
    RecordableText.name("a view", name);
    RecordableText.text("a view's query", query);
  }
}
