package dev.trawl.serving;

import java.io.IOException;
import java.nio.file.Path;

/** Where the model that is served comes from. Used by one thread at a time. */
public interface ModelSource {
  /**
   * What there is, so far as it changes with each model.
   *
   * @throws IOException when there is none, or it can't be reached
   */
  String look() throws IOException;

  /**
   * Has the model's folder read, which need not be there for longer.
   *
   * @throws IOException when there is no whole model
   * @throws java.io.UncheckedIOException when it can't be reached now, but maybe later
   */
  <T> T read(Reading<T> reading) throws IOException;

  /** Reads a folder. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Path folder) throws IOException;
  }

  /** A folder that was exported, or a link to one. */
  static ModelSource folder(Path folder) {
    return new FolderSource(folder);
  }
}
