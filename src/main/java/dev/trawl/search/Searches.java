package dev.trawl.search;

import dev.trawl.search.arbiter.DrawnValues;
import dev.trawl.search.arbiter.Enqueued;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The search methods and stopping rules that sweep files may name. Immutable, and safe for use by
 * many threads.
 */
public final class Searches implements SearchCatalog {
  private final List<SearchMethod> methods;
  private final List<StoppingRule> rules;

  private Searches(List<SearchMethod> methods, List<StoppingRule> rules) {
    this.methods = List.copyOf(methods);
    this.rules = List.copyOf(rules);
  }

  /** Those that Trawl has. */
  public static Searches standard() {
    return new Searches(SearchMethods.ALL, Pruners.ALL);
  }

  /** These, and another method. */
  public Searches with(SearchMethod method) {
    return new Searches(Stream.concat(methods.stream(), Stream.of(method)).toList(), rules);
  }

  /** These, and another rule. */
  public Searches with(StoppingRule rule) {
    return new Searches(methods, Stream.concat(rules.stream(), Stream.of(rule)).toList());
  }

  @Override
  public List<SearchMethod> methods() {
    return methods;
  }

  @Override
  public List<StoppingRule> stoppingRules() {
    return rules;
  }

  @Override
  public OptionalLong values(Distribution distribution) {
    return DrawnValues.count(distribution);
  }

  /**
   * Proposes a sweep's runs, what the file enqueues first; it knows nothing of {@code run_cap}.
   *
   * @throws IllegalArgumentException when its method is none of these
   */
  public Proposer proposer(SweepSpec spec) {
    return proposer(spec, Beginning.NOTHING);
  }

  /**
   * The same with what it begins with.
   *
   * @throws IllegalArgumentException when its method is none of these
   */
  public Proposer proposer(SweepSpec spec, Beginning from) {
    Selection chosen = spec.search().method();
    Proposer method = find(methods, chosen).proposer(spec, chosen, from);
    List<Map<String, Object>> enqueued = Enqueued.of(spec);
    return (job, history) ->
        job.run() <= enqueued.size()
            ? new Proposal.Start(enqueued.get(job.run() - 1))
            : method.next(job, history);
  }

  /**
   * Proposes some of the space's points alone, as {@link SearchMethod#among} says; what the file
   * enqueues doesn't count. Empty where the sweep's method can't.
   */
  public Optional<Proposer> among(List<Map<String, Object>> points, SweepSpec spec) {
    Selection chosen = spec.search().method();
    return find(methods, chosen).among(points, spec, chosen);
  }

  /**
   * Judges a sweep's runs; {@link Pruner#NONE} where its file has no rule.
   *
   * @throws IllegalArgumentException when its rule is none of these
   */
  public Pruner pruner(SweepSpec spec) {
    Selection chosen = spec.search().earlyTermination();
    return chosen == null ? Pruner.NONE : find(rules, chosen).pruner(spec, chosen);
  }

  /**
   * The sweep's lag: the file's, else the greater of what its method and its rule have; 0 where no
   * result changes anything.
   */
  public int lag(SweepSpec spec) {
    Selection rule = spec.search().earlyTermination();
    int usual =
        Math.max(
            find(methods, spec.search().method()).lag(),
            rule == null ? 0 : find(rules, rule).lag());
    Integer lag = spec.search().lag();
    return usual == 0 || lag == null ? usual : lag;
  }

  private static <T extends Selectable> T find(List<T> known, Selection chosen) {
    return known.stream()
        .filter(each -> each.name().equals(chosen.name()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "need one of %s, found %s"
                        .formatted(known.stream().map(Selectable::name).toList(), chosen.name())));
  }
}
