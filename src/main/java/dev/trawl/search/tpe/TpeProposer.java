package dev.trawl.search.tpe;

import dev.trawl.search.Beginning;
import dev.trawl.search.Coordinate;
import dev.trawl.search.CoordinateGroup;
import dev.trawl.search.ForbiddenSpaceException;
import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Imputation;
import dev.trawl.sweep.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proposes the candidate whose ratio of densities is greatest, group by group of the coordinates,
 * and nothing that was tried while a new point is left. Keeps nothing between two proposals.
 */
final class TpeProposer implements Proposer {
  /** Of so many points that are drawn from the good runs the best one is proposed. */
  static final int CANDIDATES = 24;

  private static final int REDRAWS = 64;
  private static final int MOST_REDRAWS = 10_000;

  private final SearchSpace space;
  private final List<Coordinate> coordinates;
  private final List<CoordinateGroup> groups;
  private final Goal goal;
  private final Imputation imputation;
  private final long seed;
  private final Beginning from;

  /**
   * @param groups all coordinates of the space, a group after those it depends on
   */
  TpeProposer(
      SearchSpace space,
      List<CoordinateGroup> groups,
      Goal goal,
      Imputation imputation,
      long seed,
      Beginning from) {
    this.space = space;
    this.coordinates = space.coordinates();
    this.groups = List.copyOf(groups);
    this.goal = goal;
    this.imputation = imputation;
    this.seed = seed;
    this.from = from;
  }

  @Override
  public Proposal next(Job job, History history) {
    Map<String, Object> point = new Draw(job.run(), history.trials()).point();
    return point == null ? Proposal.EXHAUSTED : new Proposal.Start(point);
  }

  /** The making of one proposal. */
  private final class Draw {
    private final Set<Map<String, Object>> tried;
    private final Split split;
    private final boolean learnt;
    private final Random random;
    private final Map<CoordinateGroup, GroupModel> models = new HashMap<>();
    private int refused;

    Draw(int run, List<Trial> trials) {
      tried = trials.stream().map(Trial::parameters).collect(Collectors.toCollection(HashSet::new));
      tried.addAll(from.tried());
      split =
          Split.of(
              Stream.concat(from.known().stream(), trials.stream()).toList(), goal, imputation);
      learnt = split.teaches(run);
      random = new Random(Seeds.mix(seed, run));
    }

    @Nullable Map<String, Object> point() {
      while (refused < REDRAWS) {
        double[] position = random.doubles(coordinates.size()).toArray();
        Map<String, Object> point = learnt ? completed(position, 0) : unlessTried(position);
        if (point != null) {
          return point;
        }
      }
      Long size = space.size();
      return size == null ? allowed() : firstNew(Math.floorMod(random.nextLong(), size), size);
    }

    /** Any that is not forbidden, tried or not. */
    private Map<String, Object> allowed() {
      for (int i = 0; i < MOST_REDRAWS; i++) {
        Map<String, Object> point = space.at(random.doubles(coordinates.size()).toArray());
        if (!space.forbids(point)) {
          return point;
        }
      }
      throw new ForbiddenSpaceException(MOST_REDRAWS);
    }

    /** With the best new choice for this group and those after it; null when all were tried. */
    private @Nullable Map<String, Object> completed(double[] position, int next) {
      if (next == groups.size()) {
        return unlessTried(position);
      }
      CoordinateGroup group = groups.get(next);
      if (!group.condition().test(space.at(position))) {
        return completed(position, next + 1);
      }
      for (Candidate candidate : candidates(group, position)) {
        Map<String, Object> point = completed(candidate.position, next + 1);
        if (point != null || refused == REDRAWS) {
          return point;
        }
      }
      return null;
    }

    /** The best first. */
    private List<Candidate> candidates(CoordinateGroup group, double[] position) {
      GroupModel model =
          models.computeIfAbsent(
              group,
              key ->
                  new GroupModel(key.coordinates().stream().map(coordinates::get).toList(), split));
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < CANDIDATES; i++) {
        double[] moved = position.clone();
        double[] drawn = model.draw(random);
        for (int j = 0; j < drawn.length; j++) {
          moved[group.coordinates().get(j)] = drawn[j];
        }
        candidates.add(new Candidate(moved, model.logRatio(space.at(moved))));
      }
      candidates.sort(Comparator.comparingDouble(candidate -> -candidate.logRatio));
      return candidates;
    }

    private @Nullable Map<String, Object> unlessTried(double[] position) {
      Map<String, Object> point = space.at(position);
      if (tried.contains(point) || space.forbids(point)) {
        refused++;
        return null;
      }
      return point;
    }

    /** In grid order; null when there is none. */
    private @Nullable Map<String, Object> firstNew(long start, long size) {
      for (long i = 0; i < size && i <= tried.size(); i++) {
        Map<String, Object> point = space.at(Math.floorMod(start - size + i, size));
        if (!tried.contains(point)) {
          return point;
        }
      }
      return null;
    }
  }

  private static final class Candidate {
    private final double[] position;
    private final double logRatio;

    Candidate(double[] position, double logRatio) {
      this.position = position;
      this.logRatio = logRatio;
    }
  }
}
