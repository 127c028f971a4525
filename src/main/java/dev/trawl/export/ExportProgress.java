package dev.trawl.export;

/** Hears how far an export is, and may end it. */
@FunctionalInterface
public interface ExportProgress {
  /** For whom nobody waits. */
  ExportProgress NONE = (step, done, of) -> {};

  /**
   * A step begins.
   *
   * @param step in words, such as {@code verifying onnx}
   * @param done steps before it
   * @param of steps in all
   * @throws ExportException to end the export; nothing is left of it
   */
  void at(String step, int done, int of) throws ExportException;
}
