package dev.trawl.model;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * Which points of a search space need larger images than there are, before any is trained. Only the
 * hyperparameters that decide about it are looked at, in every combination.
 *
 * @param points how many combinations there are
 * @param unfit those that need larger images, with the reason
 */
public record SizeCheck(int points, Map<Map<String, Object>, String> unfit) {
  private static final int NAMED = 5;

  /**
   * Checks a space.
   *
   * @param sizing the hyperparameters that decide
   * @param check throws an IllegalArgumentException for a point that doesn't fit
   */
  static SizeCheck of(
      Map<String, Distribution> space, Set<String> sizing, Consumer<Map<String, Object>> check) {
    Map<Map<String, Object>, String> unfit = new LinkedHashMap<>();
    List<Map<String, Object>> points = points(space, sizing);
    for (Map<String, Object> point : points) {
      reason(point, check).ifPresent(reason -> unfit.put(point, reason));
    }
    return new SizeCheck(points.size(), unfit);
  }

  /**
   * The first point of a space that fits; empty where none does.
   *
   * @param sizing the hyperparameters that decide
   * @param check throws an IllegalArgumentException for a point that doesn't fit
   */
  static Optional<Map<String, Object>> first(
      Map<String, Distribution> space, Set<String> sizing, Consumer<Map<String, Object>> check) {
    return points(space, sizing).stream()
        .filter(point -> reason(point, check).isEmpty())
        .findFirst();
  }

  private static Optional<String> reason(
      Map<String, Object> point, Consumer<Map<String, Object>> check) {
    try {
      check.accept(point);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** These points, and those of another check. */
  SizeCheck and(SizeCheck other) {
    Map<Map<String, Object>, String> both = new LinkedHashMap<>(unfit);
    both.putAll(other.unfit);
    return new SizeCheck(points + other.points, both);
  }

  /** The same points, of which each has another value. */
  SizeCheck with(String name, Object value) {
    Map<Map<String, Object>, String> named = new LinkedHashMap<>();
    unfit.forEach((point, reason) -> named.put(with(point, name, value), reason));
    return new SizeCheck(points, named);
  }

  /** Whether nothing can be trained. */
  public boolean none() {
    return unfit.size() == points;
  }

  /** In words; empty when all can be trained. */
  public String describe() {
    if (unfit.isEmpty()) {
      return "";
    }
    String reason = unfit.values().iterator().next();
    if (none()) {
      return "no point of the space can be trained: " + reason;
    }
    String named =
        unfit.keySet().stream().limit(NAMED).map(SizeCheck::text).collect(Collectors.joining("; "));
    return "%d of %d combinations can't be trained, and will fail at once: %s%s. The first: %s"
        .formatted(unfit.size(), points, named, unfit.size() > NAMED ? "; …" : "", reason);
  }

  private static String text(Map<String, Object> point) {
    return point.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }

  private static List<Map<String, Object>> points(
      Map<String, Distribution> space, Set<String> sizing) {
    List<Map<String, Object>> points = new ArrayList<>(List.of(Map.of()));
    for (String name : new TreeSet<>(sizing)) {
      Distribution distribution = space.get(name);
      if (distribution != null) {
        List<Object> values = values(distribution);
        points =
            points.stream()
                .flatMap(point -> values.stream().map(value -> with(point, name, value)))
                .toList();
      }
    }
    return points;
  }

  private static Map<String, Object> with(Map<String, Object> point, String name, Object value) {
    Map<String, Object> more = new TreeMap<>(point);
    more.put(name, value);
    return more;
  }

  /** Each value once. What decides about sizes is whole, so there are as many as can be counted. */
  private static List<Object> values(Distribution distribution) {
    return distribution.accept(new Values());
  }

  private static final class Values implements Distribution.Visitor<List<Object>> {
    @Override
    public List<Object> constant(Constant constant) {
      return List.of(constant.value());
    }

    @Override
    public List<Object> categorical(Categorical categorical) {
      return categorical.values().stream().distinct().toList();
    }

    @Override
    public List<Object> intUniform(IntUniform range) {
      return LongStream.rangeClosed(range.min(), range.max()).<Object>mapToObj(i -> i).toList();
    }

    @Override
    public List<Object> qUniform(QUniform range) {
      return DoubleStream.iterate(range.min(), x -> x <= range.max(), x -> x + range.q())
          .<Object>mapToObj(x -> (long) range.quantize(x))
          .distinct()
          .toList();
    }

    @Override
    public List<Object> uniform(Uniform range) {
      throw real(range);
    }

    @Override
    public List<Object> logUniformValues(LogUniformValues range) {
      throw real(range);
    }

    @Override
    public List<Object> normal(Distribution.Normal normal) {
      throw real(normal);
    }

    @Override
    public List<Object> logNormal(Distribution.LogNormal normal) {
      throw real(normal);
    }

    @Override
    public List<Object> beta(Distribution.Beta beta) {
      throw real(beta);
    }

    /** Some that are likely: there may be very many. */
    @Override
    public List<Object> quantized(Distribution.Quantized multiples) {
      return multiples.samples().stream().distinct().toList();
    }

    private static IllegalArgumentException real(Distribution range) {
      return new IllegalArgumentException("need whole numbers, found " + range.describe());
    }
  }
}
