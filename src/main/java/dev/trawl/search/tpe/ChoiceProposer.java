package dev.trawl.search.tpe;

import dev.trawl.search.Coordinate;
import dev.trawl.search.Coordinate.Cell;
import dev.trawl.search.CoordinateGroup;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Proposes points of a list, each once, as {@link TpeProposer} does points of a space.
 *
 * <p>Points of the list stand for uniform ones. So a draw from the good runs is a point taken with
 * a probability that is in proportion to their density there (sampling, importance resampling);
 * none is drawn twice. All groups of coordinates are chosen at once, by the sum of their ratios: a
 * list has few points that are equal in one group and differ in another.
 */
final class ChoiceProposer implements Proposer {
  private final Map<Map<String, Object>, Listed> points = new LinkedHashMap<>();
  private final List<List<Coordinate>> groups;
  private final Goal goal;
  private final long seed;

  /** The points of the runs that it was shown: comparing parameters takes long. */
  private final IdentityHashMap<Trial, Listed> ofRuns = new IdentityHashMap<>();

  /**
   * A point.
   *
   * @param cells by group; null for one that it doesn't have
   */
  private record Listed(Map<String, Object> point, List<Cell @Nullable []> cells) {}

  ChoiceProposer(List<Map<String, Object>> points, SearchSpace space, Goal goal, long seed) {
    List<Coordinate> coordinates = space.coordinates();
    List<CoordinateGroup> all = space.groups();
    groups =
        all.stream()
            .map(group -> group.coordinates().stream().map(coordinates::get).toList())
            .toList();
    points.forEach(point -> this.points.put(point, listed(point)));
    this.goal = goal;
    this.seed = seed;
  }

  private Listed listed(Map<String, Object> point) {
    List<Cell @Nullable []> cells = new ArrayList<>();
    groups.forEach(group -> cells.add(GroupModel.cells(group, point)));
    return new Listed(point, cells);
  }

  @Override
  public Proposal next(Job job, History history) {
    List<Trial> trials = history.trials();
    Set<Listed> tried = Collections.newSetFromMap(new IdentityHashMap<>());
    trials.forEach(trial -> tried.add(listed(trial)));
    List<Listed> left = points.values().stream().filter(each -> !tried.contains(each)).toList();
    if (left.isEmpty()) {
      return Proposal.EXHAUSTED;
    }
    Split split = Split.of(trials, goal, Imputation.DEFAULT);
    Random random = new Random(Seeds.mix(seed, job.run()));
    if (!split.teaches(job.run())) {
      return new Proposal.Start(left.get(random.nextInt(left.size())).point());
    }
    List<GroupModel> models = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      int group = i;
      models.add(new GroupModel(groups.get(i), split, trial -> listed(trial).cells().get(group)));
    }
    return new Proposal.Start(best(drawn(left, models, random), models).point());
  }

  private Listed listed(Trial trial) {
    return ofRuns.computeIfAbsent(
        trial,
        run ->
            Objects.requireNonNullElseGet(
                points.get(run.parameters()), () -> listed(run.parameters())));
  }

  /** A point with the logarithm of the good runs' density there. */
  private record Drawn(Listed listed, double logGood, double place) {}

  /** The greatest of the logarithms, each with a Gumbel variate of its own, are such a sample. */
  private static List<Drawn> drawn(List<Listed> left, List<GroupModel> models, Random random) {
    return left.stream()
        .map(
            each -> {
              double logGood = sum(each, models, GroupModel::logGood);
              double gumbel = -Math.log(-Math.log(random.nextDouble()));
              return new Drawn(each, logGood, logGood + gumbel);
            })
        .sorted(Comparator.comparingDouble(each -> -each.place()))
        .limit(TpeProposer.CANDIDATES)
        .toList();
  }

  private static Listed best(List<Drawn> drawn, List<GroupModel> models) {
    return drawn.stream()
        .max(
            Comparator.comparingDouble(
                each -> each.logGood() - sum(each.listed(), models, GroupModel::logBad)))
        .orElseThrow()
        .listed();
  }

  private static double sum(
      Listed listed, List<GroupModel> models, ToDoubleBiFunction<GroupModel, Cell[]> density) {
    double sum = 0;
    for (int i = 0; i < models.size(); i++) {
      Cell[] cells = listed.cells().get(i);
      sum += cells == null ? 0 : density.applyAsDouble(models.get(i), cells);
    }
    return sum;
  }
}
