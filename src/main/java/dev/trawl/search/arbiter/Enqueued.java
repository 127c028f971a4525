package dev.trawl.search.arbiter;

import dev.trawl.search.Beginning;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The points that a file has tried first: what it leaves out of one is drawn from the sweep's seed
 * and the place in the list.
 */
public final class Enqueued {
  private static final int REDRAWS = 64;

  /** Keeps these draws apart from those of the runs that are proposed. */
  private static final long OWN = 0x656e7175657565L;

  private Enqueued() {}

  /** The points, in the order of their runs. */
  public static List<Map<String, Object>> of(SweepSpec spec) {
    if (spec.search().enqueued().isEmpty()) {
      return List.of();
    }
    PointSpace space = PointSpace.of(spec);
    List<Map<String, Object>> points = new ArrayList<>();
    for (Map<String, Object> given : spec.search().enqueued()) {
      points.add(point(space, given, new Random(Seeds.mix(spec.seed(), OWN, points.size()))));
    }
    return points;
  }

  /** The space without these points and those that were tried before. */
  static PointSpace others(SweepSpec spec, Beginning from) {
    Set<Map<String, Object>> tried = new HashSet<>(of(spec));
    tried.addAll(from.tried());
    return PointSpace.without(spec, tried);
  }

  /** How many runs there can be without one that was run before; null when nothing bounds them. */
  public static @Nullable Integer points(SweepSpec spec, Beginning from) {
    Long others = others(spec, from).size();
    int before = Math.max(spec.search().enqueued().size(), from.runs());
    return others == null ? null : (Integer) (int) Math.min(before + others, Integer.MAX_VALUE);
  }

  private static Map<String, Object> point(
      PointSpace space, Map<String, Object> given, Random random) {
    Map<String, Object> point = space.completed(given, draw(space, random));
    for (int i = 0; i < REDRAWS && space.forbids(point); i++) {
      point = space.completed(given, draw(space, random));
    }
    return point;
  }

  private static double[] draw(PointSpace space, Random random) {
    return random.doubles(space.numParameters()).toArray();
  }
}
