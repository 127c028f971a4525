package dev.trawl.export.graph;

/** A network has a layer that a format can't hold. */
public final class UnsupportedLayerException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Names the layer.
   *
   * @param layer its name in the network
   * @param kind what it is, in words
   */
  public UnsupportedLayerException(String layer, String kind) {
    super("%s (%s)".formatted(layer, kind));
  }
}
