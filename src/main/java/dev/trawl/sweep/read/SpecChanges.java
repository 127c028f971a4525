package dev.trawl.sweep.read;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.Overrides;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problem;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import dev.trawl.sweep.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Changes of a sweep that has begun: {@code key=value}, as overrides of its file. How long, how
 * wide and within which ranges it searches may change; what its runs are compared by may not.
 */
public final class SpecChanges {
  /** The keys that don't change what is searched, for people. */
  public static final String BEYOND_SEARCH = "budget, workers or training.timeout";

  private static final String RUN_CAP = "run_cap";
  private static final List<String> KEYS =
      List.of(RUN_CAP, "budget", "workers", "training.timeout");
  private static final String PARAMETERS = "parameters.";
  private static final String CHANGEABLE =
      "one of %s, or a parameter's range, such as parameters.dropout.max"
          .formatted(String.join(", ", KEYS));
  private static final Pattern DOT = Pattern.compile("\\.");

  private SpecChanges() {}

  /**
   * One change.
   *
   * @param before the value until then as YAML, empty for none
   * @param after the value from then on, empty for none
   */
  public record Change(String key, String before, String after) {

    /** Whether it says which runs the search proposes: a search that is over can't obey it. */
    public boolean isOfSearch() {
      return key.equals(RUN_CAP) || key.startsWith(PARAMETERS);
    }
  }

  /**
   * Reads changes, in their order.
   *
   * @param source the file with all changes before
   * @throws InvalidSweepException with every problem: a key that can't change, or a file that would
   *     not be valid; the place of each is in the change, as it was given
   */
  public static List<Change> of(SweepFiles files, SweepSource source, List<String> changes)
      throws InvalidSweepException {
    try {
      return read(files, source, changes);
    } catch (InvalidSweepException e) {
      throw new InvalidSweepException(
          e.problems().stream().map(problem -> named(problem, changes)).toList());
    }
  }

  private static Problem named(Problem problem, List<String> changes) {
    return changes.stream()
        .filter(change -> Overrides.file(change).equals(problem.file()))
        .findFirst()
        .map(problem::in)
        .orElse(problem);
  }

  private static List<Change> read(SweepFiles files, SweepSource source, List<String> changes)
      throws InvalidSweepException {
    Problems problems = new Problems(changes.stream().map(Overrides::file).toList());
    changes.forEach(change -> checkKey(change, problems));
    problems.check();
    List<String> overrides = new ArrayList<>(source.overrides());
    overrides.addAll(changes);
    SweepSpec before = files.read(source).spec();
    changes.forEach(change -> checkSearched(change, source, problems));
    problems.check();
    SweepSpec after = files.read(new SweepSource(source.file(), source.text(), overrides)).spec();
    if (!searched(before).equals(searched(after))) {
      problems.error(
          new Place(Overrides.file(changes.get(0)), 1, 1),
          "other parameters or conditions than the sweep has",
          "another range or other values of a parameter that it searches");
      problems.check();
    }
    return changes.stream().map(change -> change(source, change)).toList();
  }

  private static List<Object> searched(SweepSpec spec) {
    return List.of(spec.search().parameters().keySet(), spec.search().constraints());
  }

  private static void checkKey(String change, Problems problems) {
    String key = key(change);
    if (!KEYS.contains(key) && !key.startsWith(PARAMETERS)) {
      problems.error(
          new Place(Overrides.file(change), 1, 1),
          key.isEmpty() ? '"' + change + '"' : "a change of " + key,
          change.indexOf('=') < 0 ? "key=value: " + CHANGEABLE : CHANGEABLE,
          NearestName.of(key, KEYS));
    }
  }

  /** A range of a parameter that the file doesn't have would be a new parameter. */
  private static void checkSearched(String change, SweepSource source, Problems problems) {
    String key = key(change);
    if (!key.startsWith(PARAMETERS)) {
      return;
    }
    String below = key.substring(PARAMETERS.length());
    List<String> names =
        node(source, "parameters")
            .flatMap(YamlNode::mapping)
            .map(found -> List.copyOf(found.entries().keySet()))
            .orElse(List.of());
    if (names.stream().noneMatch(name -> below.equals(name) || below.startsWith(name + "."))) {
      String name = DOT.splitAsStream(below).findFirst().orElse("");
      problems.error(
          new Place(Overrides.file(change), 1, 1),
          "a change of " + PARAMETERS + name,
          "a parameter of the sweep: " + String.join(", ", names),
          NearestName.of(name, names));
    }
  }

  private static String key(String change) {
    return change.substring(0, Math.max(0, change.indexOf('='))).strip();
  }

  private static Change change(SweepSource source, String change) {
    String value = change.substring(change.indexOf('=') + 1).strip();
    boolean none = value.equals("null") || value.equals("~");
    return new Change(key(change), before(source, key(change)), none ? "" : value);
  }

  private static String before(SweepSource source, String key) {
    return node(source, key).map(SpecChanges::text).orElse("");
  }

  /** What the file has there. */
  private static Optional<YamlNode> node(SweepSource source, String key) {
    Problems unsaid = new Problems(List.of());
    YamlReader reader = new YamlReader(unsaid);
    String dotted = DOT.splitAsStream(key).map(String::strip).collect(Collectors.joining("."));
    return reader
        .read(source.text(), source.file(), 0)
        .flatMap(YamlNode::mapping)
        .map(file -> new Overrides(reader, unsaid).apply(source.overrides(), file))
        .flatMap(file -> file.find(dotted))
        .map(YamlNode.Entry::value);
  }

  private static String text(YamlNode node) {
    return node.scalar()
        .map(YamlNode.Scalar::text)
        .or(() -> node.sequence().map(list -> text(list)))
        .or(() -> node.mapping().map(mapping -> text(mapping)))
        .orElse("");
  }

  private static String text(YamlNode.Sequence list) {
    return list.items().stream().map(SpecChanges::text).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String text(Mapping mapping) {
    return mapping.entries().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + text(entry.getValue().value()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
