package dev.trawl.search.arbiter;

import dev.trawl.search.Beginning;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A list of candidates, made by one of Arbiter's generators; no result changes it. */
public final class ArbiterSearch implements SearchMethod {
  private final String name;
  private final String description;
  private final boolean enumerates;
  private final Generators generators;

  /** Makes the generator that begins with a candidate. */
  private interface Generators {
    NumberedGenerator from(int first, PointSpace space, long seed);
  }

  private ArbiterSearch(
      String name, String description, boolean enumerates, Generators generators) {
    this.name = name;
    this.description = description;
    this.enumerates = enumerates;
    this.generators = generators;
  }

  /** Every point of a space once: names in the file's order, the last varying fastest. */
  public static ArbiterSearch grid() {
    return new ArbiterSearch(
        "grid",
        "every combination once, the last parameter varying fastest",
        true,
        (first, space, seed) -> new GridGenerator(space, first));
  }

  /** Independent draws from each distribution, each point at most once. */
  public static ArbiterSearch random() {
    return new ArbiterSearch(
        "random",
        "independent draws from each distribution",
        false,
        (first, space, seed) -> new RandomGenerator(space, seed, first));
  }

  /** The points of a scrambled Sobol sequence, each at most once: evenly spread draws. */
  public static ArbiterSearch qmc() {
    return new ArbiterSearch(
        "qmc",
        "evenly spread draws: a scrambled Sobol sequence",
        false,
        (first, space, seed) -> new SobolGenerator(space, seed, first));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
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
  public Proposer proposer(SweepSpec spec, Selection chosen, Beginning from) {
    PointSpace space = Enqueued.others(spec, from);
    int before = Math.max(spec.search().enqueued().size(), from.runs());
    long seed = from.runs() == 0 ? spec.seed() : Seeds.mix(spec.seed(), from.runs());
    return new CandidateProposer(before, first -> generators.from(first, space, seed));
  }

  /** The same over a space of one axis, the points in the order of a grid. */
  @Override
  public Optional<Proposer> among(
      List<Map<String, Object>> points, SweepSpec spec, Selection chosen) {
    List<Map<String, Object>> inOrder = PointSpace.of(spec).inOrder(points);
    PointSpace places = PointSpace.ofPlaces(inOrder.size());
    Proposer proposer =
        new CandidateProposer(0, first -> generators.from(first, places, spec.seed()));
    return Optional.of(
        (job, history) ->
            proposer
                .next(job, history)
                .fold(
                    place -> new Proposal.Start(inOrder.get(PointSpace.place(place.parameters()))),
                    () -> Proposal.EXHAUSTED));
  }
}
