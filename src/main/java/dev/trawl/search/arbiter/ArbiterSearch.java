package dev.trawl.search.arbiter;

import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list of candidates, made by one of Arbiter's generators; no result changes it. */
public final class ArbiterSearch implements SearchMethod {
  private final String name;
  private final boolean enumerates;
  private final Generators generators;

  /** Makes the generator that begins with a candidate. */
  private interface Generators {
    NumberedGenerator from(int first, PointSpace space, SweepSpec spec);
  }

  private ArbiterSearch(String name, boolean enumerates, Generators generators) {
    this.name = name;
    this.enumerates = enumerates;
    this.generators = generators;
  }

  /** Every point of a space once: names in the file's order, the last varying fastest. */
  public static ArbiterSearch grid() {
    return new ArbiterSearch("grid", true, (first, space, spec) -> new GridGenerator(space, first));
  }

  /** Independent draws from each distribution, each point at most once. */
  public static ArbiterSearch random() {
    return new ArbiterSearch(
        "random", false, (first, space, spec) -> new RandomGenerator(space, spec.seed(), first));
  }

  /** The points of a scrambled Sobol sequence, each at most once: evenly spread draws. */
  public static ArbiterSearch qmc() {
    return new ArbiterSearch(
        "qmc", false, (first, space, spec) -> new SobolGenerator(space, spec.seed(), first));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean enumerates() {
    return enumerates;
  }

  @Override
  public int lag() {
    return 0;
  }

  @Override
  public Proposer proposer(SweepSpec spec, Selection chosen) {
    List<Map<String, Object>> enqueued = Enqueued.of(spec);
    PointSpace space = PointSpace.without(spec, Set.copyOf(enqueued));
    return new CandidateProposer(enqueued.size(), first -> generators.from(first, space, spec));
  }
}
