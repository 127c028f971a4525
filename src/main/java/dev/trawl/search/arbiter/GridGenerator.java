package dev.trawl.search.arbiter;

/** Every point of a space once: names in the file's order, the last varying fastest. */
final class GridGenerator extends NumberedGenerator {

  GridGenerator(PointSpace space, int first) {
    super(space, first);
  }

  @Override
  public boolean hasMoreCandidates() {
    return space().has(next() - 1L);
  }

  @Override
  double[] position(int candidate) {
    return space().position(candidate - 1L);
  }

  /** Nothing here is random. */
  @Override
  public void setRngSeed(long seed) {}
}
