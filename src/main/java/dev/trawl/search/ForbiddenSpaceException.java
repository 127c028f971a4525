package dev.trawl.search;

/** What a sweep file forbids leaves so little of its space that no point of that is found. */
public final class ForbiddenSpaceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param draws how many points were drawn, all of them forbidden
   */
  public ForbiddenSpaceException(int draws) {
    super("need a point that forbid allows, found none in %,d draws".formatted(draws));
  }
}
