package dev.trawl.sweep.yaml;

/** A position in a sweep file or an override; line and column count from 1. */
public record Place(String file, int line, int column) {
  /** How a problem at another place names this one: its line, or the override that it is in. */
  public String from(Place other) {
    return other.file().equals(file) ? "line " + line : file;
  }
}
