package dev.trawl.search;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Coordinates whose parameters a point has all or none of.
 *
 * @param coordinates their indices in a position
 * @param condition whether a point has them, by the parameters of the groups before
 */
public record CoordinateGroup(List<Integer> coordinates, Predicate<Map<String, Object>> condition) {
  public CoordinateGroup {
    coordinates = List.copyOf(coordinates);
  }
}
