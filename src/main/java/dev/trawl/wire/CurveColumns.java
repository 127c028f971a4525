package dev.trawl.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.track.Metric;
import java.util.List;
import java.util.Map;

/**
 * The curves of many runs as columns: of each curve its run's {@code "number"} and how many {@code
 * "points"} it has; of all points, one curve after the other, {@code "step"}, what it adds to the
 * one before it in its curve, and {@code "value"}.
 */
public final class CurveColumns {
  private CurveColumns() {}

  /**
   * The columns.
   *
   * @param curves by run
   * @param numbers the runs' numbers by id; a curve of none is left out
   * @param digits that values keep
   */
  public static ObjectNode of(
      ObjectMapper mapper,
      Map<String, List<Metric>> curves,
      Map<String, Integer> numbers,
      Digits digits) {
    ObjectNode node = mapper.createObjectNode();
    ArrayNode number = node.putArray("number");
    ArrayNode points = node.putArray("points");
    ArrayNode step = node.putArray("step");
    ArrayNode value = node.putArray("value");
    curves.forEach(
        (id, curve) -> {
          Integer of = numbers.get(id);
          if (of != null) {
            number.add(of);
            points.add(curve.size());
            long before = 0;
            for (Metric point : curve) {
              step.add(point.step() - before);
              before = point.step();
              value.add(digits.of(point.value()));
            }
          }
        });
    return node;
  }
}
