package dev.trawl.cli;

import dev.trawl.track.ModelReference;

/**
 * A model as a command line names it: an exported folder, or a registered version.
 *
 * @param name a path, or {@code models:/…}
 */
record ModelArgument(String name) {
  /** Before the command line is read. */
  static final ModelArgument NONE = new ModelArgument("");

  boolean isRegistered() {
    return ModelReference.isMeant(name);
  }

  /** The registered version that is meant. */
  ModelReference reference() {
    return reference(name);
  }

  /** The same of any text. */
  static ModelReference reference(String text) {
    try {
      return ModelReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
  }
}
