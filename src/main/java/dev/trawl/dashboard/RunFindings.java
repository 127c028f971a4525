package dev.trawl.dashboard;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.analysis.RunDiagnosis;
import dev.trawl.analysis.Symptom;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What the diagnosis of each run says, counted, of the sweeps that were last asked for: further on
 * only runs that changed are looked at again. For use by many threads.
 */
final class RunFindings {
  private static final Comparator<Kind> WORST_FIRST =
      Comparator.comparing(Kind::worst)
          .thenComparing(kind -> kind.numbers().size())
          .reversed()
          .thenComparing(Kind::title);

  /** So many runs' metrics are read at once. */
  private static final int AT_ONCE = 500;

  private final RunStore store;
  private final LastSweeps<Known> last = new LastSweeps<>();

  RunFindings(RunStore store) {
    this.store = store;
  }

  /**
   * The record of {@code GET /sweeps/{id}/run-findings}.
   *
   * @param runs how many were looked at
   * @param without how many of them have no finding
   * @param kinds the worst first, and of these what most runs have
   */
  record Counted(int runs, int without, List<Kind> kinds) {
    Counted {
      kinds = List.copyOf(kinds);
    }
  }

  /**
   * A finding that runs have.
   *
   * @param severity the worst that a run has it with
   * @param numbers of the runs that have it
   */
  record Kind(String title, String severity, List<Integer> numbers) {
    private static Kind of(String title, List<Told> told) {
      Severity worst =
          told.stream().map(Told::severity).max(Comparator.naturalOrder()).orElseThrow();
      return new Kind(
          title, worst.name().toLowerCase(Locale.ROOT), told.stream().map(Told::number).toList());
    }

    private Severity worst() {
      return Severity.valueOf(severity.toUpperCase(Locale.ROOT));
    }
  }

  /** A finding of a run. */
  private record Told(int number, String title, Severity severity) {}

  /** A run's findings, as it was at a change. */
  private record Judged(long sequence, List<Told> told) {}

  /** What is known of a sweep's runs, by their ids; filled and read by one thread at a time. */
  private record Known(Map<String, Judged> runs) {
    Judged of(Run run) {
      return Objects.requireNonNull(runs.get(run.id()));
    }

    boolean has(Run run) {
      Judged judged = runs.get(run.id());
      return judged != null && judged.sequence() == run.info().sequence();
    }
  }

  /**
   * Of all runs of a sweep, in their order. What was judged stays known when the rest can't be read
   * in time.
   */
  Counted of(Sweep sweep, List<Run> runs) {
    Known known = known(sweep);
    synchronized (known) {
      List<Run> changed = runs.stream().filter(run -> !known.has(run)).toList();
      for (int from = 0; from < changed.size(); from += AT_ONCE) {
        List<Run> some = changed.subList(from, Math.min(changed.size(), from + AT_ONCE));
        Map<String, List<Symptom>> symptoms = RunDiagnosis.symptoms(store, sweep, some);
        for (Run run : some) {
          known.runs().put(run.id(), judged(run, symptoms.getOrDefault(run.id(), List.of())));
        }
      }
      known.runs().keySet().retainAll(runs.stream().map(Run::id).collect(Collectors.toSet()));
      return counted(runs.stream().map(known::of).toList());
    }
  }

  private synchronized Known known(Sweep sweep) {
    Known known = last.of(sweep.id());
    if (known == null) {
      known = new Known(new HashMap<>());
      last.keep(sweep.id(), known);
    }
    return known;
  }

  private static Judged judged(Run run, List<Symptom> symptoms) {
    return new Judged(
        run.info().sequence(),
        symptoms.stream()
            .map(symptom -> new Told(run.number(), symptom.title(), symptom.severity()))
            .toList());
  }

  private static Counted counted(List<Judged> runs) {
    Map<String, List<Told>> byTitle = new LinkedHashMap<>();
    for (Judged run : runs) {
      run.told()
          .forEach(told -> byTitle.computeIfAbsent(told.title(), t -> new ArrayList<>()).add(told));
    }
    List<Kind> kinds = new ArrayList<>();
    byTitle.forEach((title, told) -> kinds.add(Kind.of(title, told)));
    kinds.sort(WORST_FIRST);
    int without = (int) runs.stream().filter(run -> run.told().isEmpty()).count();
    return new Counted(runs.size(), without, kinds);
  }
}
