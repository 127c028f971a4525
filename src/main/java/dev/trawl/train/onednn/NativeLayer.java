package dev.trawl.train.onednn;

/** A layer with native memory, in the place of a stock one. */
interface NativeLayer extends AutoCloseable {
  /** Frees the native memory; the layer can't be used any more. */
  @Override
  void close();
}
