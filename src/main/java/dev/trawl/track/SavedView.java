package dev.trawl.track;

import java.time.Instant;

/**
 * A view of the page that somebody gave a name.
 *
 * @param name at most 250 characters and something to see, without white space at its ends
 * @param query the part of its address that says what is shown and how, at most 16,000 characters
 */
public record SavedView(String name, String query, Instant savedAt) {
  private static final int NAME_LENGTH = 250;
  private static final int QUERY_LENGTH = 16_000;

  public SavedView {
    RecordableText.name("a view", name);
    RecordableText.text("a view's query", query);
    if (name.length() > NAME_LENGTH || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "need a view's name of at most %d characters without white space at its ends, found %s"
              .formatted(
                  NAME_LENGTH,
                  name.length() > NAME_LENGTH ? name.length() + " characters" : '"' + name + '"'));
    }
    if (query.length() > QUERY_LENGTH) {
      throw new IllegalArgumentException(
          "need a view's query of at most %,d characters, found %,d"
              .formatted(QUERY_LENGTH, query.length()));
    }
  }
}
