package dev.trawl.search.arbiter;

/** The real numbers of a curve. */
final class CurvedSpace extends LeafSpace {
  private final Curve curve;

  CurvedSpace(Curve curve) {
    this.curve = curve;
  }

  @Override
  Object at(double position) {
    return curve.value(position);
  }
}
