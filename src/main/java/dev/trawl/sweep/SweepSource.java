package dev.trawl.sweep;

import java.util.List;

/**
 * A sweep file as it was given: enough to read the same {@link SweepSpec} again, on any machine.
 *
 * @param file the file's name as the user wrote it, for messages
 * @param text the whole text
 * @param overrides {@code key=value} with a dotted key and a YAML value, applied in order, such as
 *     {@code training.epochs=3}; the value {@code null} takes a key out of the file
 */
public record SweepSource(String file, String text, List<String> overrides) {
  public SweepSource {
    overrides = List.copyOf(overrides);
  }
}
