package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import dev.trawl.sweep.Distribution.Categorical;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Listed values, each with a probability; those that are never drawn are none of them. */
final class WeightedSpace extends LeafSpace implements Cells {
  private final List<Object> values;
  private final Map<Object, Cell> cells = new LinkedHashMap<>();

  WeightedSpace(Categorical categorical) {
    Map<Object, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < categorical.values().size(); i++) {
      if (categorical.probabilities().get(i) > 0) {
        shares.merge(categorical.values().get(i), categorical.probabilities().get(i), Double::sum);
      }
    }
    values = new ArrayList<>(shares.keySet());
    double low = 0;
    for (int i = 0; i < values.size(); i++) {
      double high =
          i == values.size() - 1 ? 1 : Math.min(1, low + shares.getOrDefault(values.get(i), 0.0));
      cells.put(values.get(i), new Cell(low, high));
      low = high;
    }
  }

  @Override
  Object at(double position) {
    for (Map.Entry<Object, Cell> each : cells.entrySet()) {
      if (position < each.getValue().high()) {
        return each.getKey();
      }
    }
    return values.get(values.size() - 1);
  }

  @Override
  public Long size() {
    return (long) values.size();
  }

  @Override
  public double position(long index) {
    return cells.getOrDefault(values.get((int) index), Cell.at(1)).middle();
  }

  @Override
  public Optional<Cell> cell(Object value) {
    return Optional.ofNullable(cells.get(value));
  }

  @Override
  public int choices() {
    return values.size();
  }
}
