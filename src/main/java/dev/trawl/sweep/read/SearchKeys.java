package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads how runs are proposed and ended early, and checks what these need of other keys. */
final class SearchKeys {
  private static final String RULE = "early_terminate";

  private final MappingReader keys;
  private final SearchCatalog search;
  private final Problems problems;

  SearchKeys(MappingReader keys, SearchCatalog search, Problems problems) {
    this.keys = keys;
    this.search = search;
    this.problems = problems;
  }

  Optional<Selection> method() {
    return keys.required("method", "method: random", new MethodReader(search));
  }

  Optional<Selection> earlyTermination() {
    return keys.optional(RULE, new EarlyTerminationReader(search.stoppingRules()));
  }

  boolean enumerates(Selection method) {
    return find(method).filter(SearchCatalog.Method::enumerates).isPresent();
  }

  /** Null leaves it to the method and the rule. */
  @Nullable Integer lag(Selection method, @Nullable Selection earlyTermination) {
    Optional<YamlNode> node = keys.optional("lag");
    if (earlyTermination == null && find(method).filter(known -> known.lag() == 0).isPresent()) {
      node.ifPresent(
          lag ->
              problems.warning(
                  lag.place(),
                  "a lag with method " + method.name(),
                  "none, unless there is an early_terminate: no result changes what it tries"));
    }
    return keys.optional("lag", NodeType.integerFrom(1)).orElse(null);
  }

  /** A search that doesn't enumerate ends only where it is told to. */
  void checkEnd(Selection method) {
    boolean limited = keys.optional("run_cap").or(() -> keys.optional("budget")).isPresent();
    boolean targeted =
        keys.optional("metric")
            .flatMap(YamlNode::mapping)
            .filter(metric -> metric.entries().containsKey("target"))
            .isPresent();
    boolean ends = limited || targeted || find(method).isEmpty() || enumerates(method);
    keys.optional("method")
        .filter(node -> !ends)
        .ifPresent(
            node ->
                problems.error(
                    node.place(),
                    "method %s without an end"
                        .formatted(node.scalar().map(YamlNode.Scalar::text).orElse(method.name())),
                    "run_cap, such as run_cap: 24, a budget, such as budget: 10m, or a target of"
                        + " the metric"));
  }

  /** Finds ranges with nothing to draw, or only one value. */
  void checkDrawn(Collection<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      Distribution distribution = parameter.distribution();
      long values = search.values(distribution).orElse(Long.MAX_VALUE);
      if (values == 0) {
        problems.error(
            parameter.node().place(),
            distribution.describe() + ", where nothing is to be drawn",
            "one of which more than a millionth of a millionth lies there");
      } else if (values == 1 && distribution.listed().isEmpty()) {
        problems.warning(
            parameter.node().place(),
            "a range with only one multiple of q",
            "a smaller q, unless a constant is meant");
      }
    }
  }

  /** Warns of a rule that ends no run, whatever the runs do. */
  void warnOfIdleRule(SweepSpec spec) {
    Selection chosen = spec.search().earlyTermination();
    Optional<YamlNode> node = keys.optional(RULE);
    if (chosen == null || node.isEmpty()) {
      return;
    }
    search.stoppingRules().stream()
        .filter(known -> known.name().equals(chosen.name()))
        .findFirst()
        .flatMap(rule -> idle(rule, chosen, spec))
        .ifPresent(
            needed ->
                problems.warning(
                    node.get().place(),
                    chosen.name() + ", which ends no run of this file",
                    needed));
  }

  /** What would be needed for a rule to end a run; empty where it may. */
  private Optional<String> idle(SearchCatalog.Rule rule, Selection chosen, SweepSpec spec) {
    int first = rule.firstEpoch(chosen);
    int epochs = spec.mostEpochs();
    if (first >= epochs) {
      return Optional.of(
          "more than %d epochs: it first looks after epoch %d, and the last ends a run anyway"
              .formatted(first, first));
    }
    Integer runs = spec.search().runCap();
    long points = mostPoints(spec.search());
    int others = rule.comparedWith(chosen);
    int lag = lagOf(rule, spec);
    boolean isCapped = runs != null && runs <= points;
    long most = runs == null ? points : Math.min(runs, points);
    return others == 0 || most - lag >= others
        ? Optional.empty()
        : Optional.of(
            "a %s from %d: it waits for the results of %s, each known %d jobs later (lag)"
                .formatted(
                    isCapped ? "run_cap" : "number of points",
                    others + lag,
                    others == 1 ? "another run" : others + " other runs",
                    lag));
  }

  /** How many runs a space has at most; the largest number for one that can't be counted. */
  private static long mostPoints(SearchSpec search) {
    double points = search.enqueued().size();
    double combinations = 1;
    for (Distribution distribution : search.parameters().values()) {
      combinations *= distribution.size().orElse(Long.MAX_VALUE);
    }
    return (long) (points + combinations); // at most the largest
  }

  private int lagOf(SearchCatalog.Rule rule, SweepSpec spec) {
    Integer lag = spec.search().lag();
    int method = find(spec.search().method()).map(SearchCatalog.Method::lag).orElse(0);
    return lag == null ? Math.max(method, rule.lag()) : lag;
  }

  private Optional<? extends SearchCatalog.Method> find(Selection method) {
    return search.methods().stream()
        .filter(known -> known.name().equals(method.name()))
        .findFirst();
  }
}
