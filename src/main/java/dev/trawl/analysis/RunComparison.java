package dev.trawl.analysis;

import dev.trawl.analysis.RunContrast.Verdict;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs of one or several sweeps, each against a baseline. Immutable.
 *
 * @param baseline one of the runs
 * @param contrasts of the other runs, in their order
 */
public record RunComparison(
    List<ComparedRun> runs, ComparedRun baseline, List<RunContrast> contrasts) {
  /** More can't be told apart. */
  public static final int MOST_RUNS = 20;

  public RunComparison {
    runs = List.copyOf(runs);
    contrasts = List.copyOf(contrasts);
  }

  /**
   * Compares them; where several can be compared, their p are corrected together.
   *
   * @param runs different ones, at least one and at most {@link #MOST_RUNS}
   * @param baseline the place of one of them
   */
  public static RunComparison of(List<ComparedRun> runs, int baseline) {
    if (runs.isEmpty() || runs.size() > MOST_RUNS) {
      throw new IllegalArgumentException(
          "need 1 to %d runs, found %d".formatted(MOST_RUNS, runs.size()));
    }
    ComparedRun with = runs.get(baseline);
    List<RunContrast> contrasts =
        IntStream.range(0, runs.size())
            .filter(place -> place != baseline)
            .mapToObj(place -> RunContrast.of(with, runs.get(place)))
            .toList();
    return new RunComparison(runs, with, corrected(contrasts));
  }

  private static List<RunContrast> corrected(List<RunContrast> contrasts) {
    double[] p =
        contrasts.stream()
            .map(RunContrast::p)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    double[] corrected = Holm.corrected(p);
    List<RunContrast> all = new ArrayList<>();
    int next = 0;
    for (RunContrast contrast : contrasts) {
      all.add(contrast.p() == null ? contrast : contrast.corrected(corrected[next++], p.length));
    }
    return all;
  }

  /** Whether the differences are real, for people; empty for a run alone. */
  public String sentence() {
    if (contrasts.size() < 2) {
      return contrasts.stream().map(RunContrast::sentence).collect(Collectors.joining());
    }
    List<String> parts = new ArrayList<>();
    add(parts, "%s better, by more than chance", Verdict.BETTER, " is", " are");
    add(parts, "%s worse, by more than chance", Verdict.WORSE, " is", " are");
    add(parts, "of %s it can't be told", Verdict.UNDECIDED, "", "");
    add(parts, "%s be compared image by image", Verdict.INCOMPARABLE, " can't", " can't");
    return "Against %s: %s.%s%s"
        .formatted(
            name(baseline),
            String.join("; ", parts),
            tests() < 2 ? "" : " Corrected for %d comparisons by Holm's method.".formatted(tests()),
            byTest());
  }

  /** Whose contrast is by the test images, and so describes only; all are not named one by one. */
  private String byTest() {
    Predicate<RunContrast> byTest = contrast -> contrast.part() == Part.TEST;
    long count = contrasts.stream().filter(byTest).count();
    return count == 0
        ? ""
        : " By the test images, and so a description and no ground to choose by%s."
            .formatted(count == tests() ? "" : ": " + names(byTest));
  }

  private void add(List<String> parts, String form, Verdict verdict, String one, String several) {
    Predicate<RunContrast> wanted = contrast -> contrast.verdict() == verdict;
    long count = contrasts.stream().filter(wanted).count();
    if (count > 0) {
      parts.add(form.formatted(names(wanted) + (count == 1 ? one : several)));
    }
  }

  private String names(Predicate<RunContrast> wanted) {
    List<String> names =
        contrasts.stream().filter(wanted).map(contrast -> name(contrast.run())).toList();
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1))
            + " and "
            + names.get(names.size() - 1);
  }

  /** With its sweep where these are of several. */
  private String name(ComparedRun run) {
    return run.name(runs.stream().map(each -> each.run().sweepId()).distinct().count() > 1);
  }

  private int tests() {
    return (int) contrasts.stream().filter(contrast -> contrast.p() != null).count();
  }

  /** All parameters of the runs in their order, and whether some runs differ in each. */
  public Map<String, Boolean> parameters() {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.run().parameters().keySet()));
    Map<String, Boolean> differing = new LinkedHashMap<>();
    names.forEach(name -> differing.put(name, differs(name)));
    return differing;
  }

  private boolean differs(String name) {
    return runs.stream()
            .map(ComparedRun::run)
            .map(run -> value(run, name))
            .distinct()
            .limit(2)
            .count()
        > 1;
  }

  /** As text, since 1 and 1.0 of two sweeps differ in what was written. */
  private static String value(Run run, String name) {
    return run.parameters().containsKey(name) ? String.valueOf(run.parameters().get(name)) : "";
  }
}
