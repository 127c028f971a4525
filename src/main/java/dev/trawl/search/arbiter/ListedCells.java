package dev.trawl.search.arbiter;

import dev.trawl.search.Coordinate.Cell;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values without an order, each as likely. */
final class ListedCells implements Cells {
  private final Map<Object, Cell> cells = new HashMap<>();

  ListedCells(List<Object> values) {
    for (Object value : values) {
      double index = cells.size();
      cells.put(value, new Cell(index / values.size(), (index + 1) / values.size()));
    }
  }

  @Override
  public Long size() {
    return (long) cells.size();
  }

  @Override
  public double position(long index) {
    return (index + 0.5) / cells.size();
  }

  @Override
  public Optional<Cell> cell(Object value) {
    return Optional.ofNullable(cells.get(value));
  }

  @Override
  public int choices() {
    return cells.size();
  }
}
