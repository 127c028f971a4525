package dev.trawl.search.arbiter;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;

/** A space of our own with one coordinate in [0, 1]. */
@SuppressWarnings("rawtypes") // Arbiter's signatures.
abstract class LeafSpace implements ParameterSpace<Object> {
  private int index = -1;

  /** The value at {@code position}, in [0, 1]. */
  abstract Object at(double position);

  @Override
  public final Object getValue(double[] positions) {
    if (index < 0) {
      throw new IllegalStateException("need an index before a value, found none");
    }
    return at(positions[index]);
  }

  @Override
  public final int numParameters() {
    return 1;
  }

  @Override
  public final List<ParameterSpace> collectLeaves() {
    return List.of(this);
  }

  @Override
  public final Map<String, ParameterSpace> getNestedSpaces() {
    return Map.of();
  }

  @Override
  public final boolean isLeaf() {
    return true;
  }

  @Override
  public final void setIndices(int... indices) {
    if (indices.length != 1) {
      throw new IllegalArgumentException("need one index, found " + indices.length);
    }
    index = indices[0];
  }
}
