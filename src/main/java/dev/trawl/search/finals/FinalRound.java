package dev.trawl.search.finals;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A round of the finals, judged: who leads, and who is worse than that by more than chance.
 *
 * <p>Candidates are compared over the seeds and the images that they share ({@link CrossedDesign}),
 * each with the leader, one-sided at 5 %. The p-values are corrected by Holm's method for as many
 * comparisons, and by Bonferroni's for all rounds that may compare, so that the best candidate
 * leaves in at most 5 % of all finals. One seed tells nothing of others: the first round drops only
 * those that did not finish.
 *
 * <p>Source: S. Holm, A simple sequentially rejective multiple test procedure (1979). That the best
 * ones are repeated in rounds: Birattari et al., A racing algorithm for configuring metaheuristics
 * (2002).
 */
public final class FinalRound {
  private static final double LEVEL = 0.05;
  private static final double TWO_SIDED = 0.975;

  private final Objective metric;
  private final int comparingRounds;
  private final List<Finalist> ranked;
  private final CrossedDesign design;

  private FinalRound(Objective metric, int rounds, List<Finalist> measured) {
    this.metric = metric;
    comparingRounds = Math.max(1, rounds - 1);
    Comparator<Finalist> byMean = Comparator.comparingDouble(FinalRound::mean);
    ranked =
        measured.stream()
            .sorted(metric.goal() == Goal.MAXIMIZE ? byMean.reversed() : byMean)
            .toList();
    design = CrossedDesign.of(metric.name(), ranked);
  }

  /**
   * How a candidate came out.
   *
   * @param stays whether it is in the next round
   */
  public record Judged(Finalist finalist, FinalStanding standing, boolean stays) {}

  /**
   * Judges the last round that the finalists have a value of.
   *
   * @param rounds how many there are at most; from 1
   * @param finalists the better in the search first: of equal ones it goes first
   * @return the best first; those that did not finish last
   */
  public static List<Judged> judge(Objective metric, int rounds, List<Finalist> finalists) {
    List<Finalist> measured = finalists.stream().filter(Finalist::isMeasured).toList();
    List<Judged> judged =
        measured.isEmpty()
            ? new ArrayList<>()
            : new FinalRound(metric, rounds, measured).judged(finalists.size());
    for (Finalist finalist : finalists) {
      if (!finalist.isMeasured()) {
        int rank = judged.size() + 1;
        FinalStanding standing =
            new FinalStanding(
                finalist.repeats().size(), rank, finalists.size(), 0, null, null, null, null);
        judged.add(new Judged(finalist, standing, false));
      }
    }
    return judged;
  }

  private static double mean(Finalist finalist) {
    return finalist.repeats().stream().mapToDouble(Finalist.Repeat::value).average().orElseThrow();
  }

  private List<Judged> judged(int of) {
    Map<Integer, Double> p = pValues();
    List<Double> best = best();
    List<Judged> judged = new ArrayList<>();
    for (int place = 0; place < ranked.size(); place++) {
      Finalist finalist = ranked.get(place);
      FinalStanding standing =
          new FinalStanding(
              finalist.repeats().size(),
              place + 1,
              of,
              design.images(),
              mean(finalist),
              interval(place),
              p.get(place),
              best.isEmpty() ? null : best.get(place));
      judged.add(new Judged(finalist, standing, p.getOrDefault(place, 1.0) > LEVEL));
    }
    return judged;
  }

  /** By place, corrected; of none with one seed. */
  private Map<Integer, Double> pValues() {
    CrossedDesign.Spread spread = design.spread();
    Map<Integer, Double> corrected = new HashMap<>();
    if (spread == null) {
      return corrected;
    }
    List<Map.Entry<Integer, Double>> raw = new ArrayList<>();
    for (int place = 1; place < ranked.size(); place++) {
      raw.add(Map.entry(place, spread.pOfDifference(lead(place))));
    }
    raw.sort(Map.Entry.comparingByValue());
    double least = 0;
    for (int i = 0; i < raw.size(); i++) {
      least = Math.max(least, (raw.size() - i) * comparingRounds * raw.get(i).getValue());
      corrected.put(raw.get(i).getKey(), Math.min(1, least));
    }
    return corrected;
  }

  /** How much better the leader's mean is; from 0. */
  private double lead(int place) {
    return Math.abs(mean(ranked.get(0)) - mean(ranked.get(place)));
  }

  /** By place; empty with one seed or one candidate. */
  private List<Double> best() {
    CrossedDesign.Spread spread = design.spread();
    if (spread == null) {
      return List.of();
    }
    double[] leads = new double[ranked.size()];
    for (int place = 0; place < leads.length; place++) {
      leads[place] = lead(place);
    }
    return BestProbabilities.of(leads, spread);
  }

  private @Nullable Interval interval(int place) {
    double mean = mean(ranked.get(place));
    CrossedDesign.Spread own = design.spread(place);
    if (own == null) {
      int images = design.images();
      return images == 0 ? null : Interval.wilson(Math.round(mean * images), images);
    }
    double half =
        own.deviation() * TDistribution.of(own.degrees()).inverseCumulativeProbability(TWO_SIDED);
    boolean isFraction = MetricKind.of(metric.name()).isFraction();
    return new Interval(
        isFraction ? Math.max(0, mean - half) : mean - half,
        isFraction ? Math.min(1, mean + half) : mean + half);
  }
}
