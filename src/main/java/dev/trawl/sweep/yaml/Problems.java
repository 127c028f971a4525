package dev.trawl.sweep.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a sweep file, so that one reading finds everything. */
public final class Problems {
  /** Enough for any person; a search by spelling takes time. */
  private static final int MOST_HINTS = 500;

  private final Set<Problem> errors = new LinkedHashSet<>();
  private final Set<Problem> warnings = new LinkedHashSet<>();
  private final Map<Choices, List<Problem>> unknown = new LinkedHashMap<>();
  private final List<String> files;
  private int reported;

  /**
   * @param files the names that places may carry, in the order that their problems are reported in
   */
  public Problems(List<String> files) {
    this.files = List.copyOf(files);
  }

  /** How many errors were found so far; one that is found again counts again. */
  public int errors() {
    return reported;
  }

  public void error(Place place, String found, String expected) {
    error(place, found, expected, null);
  }

  public void error(Place place, String found, String expected, @Nullable String nearest) {
    add(problem(place, found, expected, nearest));
  }

  private void add(Problem error) {
    errors.add(error);
    reported++;
  }

  /**
   * Reports a name that is none of the choices; only the last of them in the file lists them.
   *
   * @param nearest not asked for in a file that has very many problems
   */
  public void unknown(
      Place place, String found, Choices choices, Supplier<@Nullable String> nearest) {
    String hint = errors.size() < MOST_HINTS ? nearest.get() : null;
    Problem problem = problem(place, found, choices.kind(), hint);
    add(problem);
    unknown.computeIfAbsent(choices, key -> new ArrayList<>()).add(problem);
  }

  /** For what can only be wrong if nothing before it was. */
  public void errorIfNone(Place place, String found, String expected) {
    if (errors.isEmpty()) {
      error(place, found, expected);
    }
  }

  public void warning(Place place, String found, String expected) {
    warnings.add(problem(place, found, expected, null));
  }

  /** Ends the reading if anything was wrong. */
  public void check() throws InvalidSweepException {
    if (!errors.isEmpty()) {
      unknown.forEach(this::listOnce);
      throw new InvalidSweepException(inOrder(errors));
    }
  }

  private void listOnce(Choices choices, List<Problem> problems) {
    List<Problem> ordered = inOrder(new LinkedHashSet<>(problems));
    Problem last = ordered.get(ordered.size() - 1);
    errors.removeAll(ordered);
    ordered.subList(0, ordered.size() - 1).stream()
        .map(each -> each.expecting("%s, %s".formatted(choices.kind(), see(each, last))))
        .forEach(errors::add);
    errors.add(last.expecting(choices.list()));
  }

  private static String see(Problem from, Problem listing) {
    return from.file().equals(listing.file())
        ? "see line " + listing.line()
        : "see " + listing.file();
  }

  public List<Problem> warnings() {
    return inOrder(warnings);
  }

  private List<Problem> inOrder(Collection<Problem> problems) {
    return problems.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> files.indexOf(problem.file()))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column))
        .toList();
  }

  private static Problem problem(
      Place place, String found, String expected, @Nullable String nearest) {
    return new Problem(place.file(), place.line(), place.column(), found, expected, nearest);
  }
}
