package dev.trawl.search;

import dev.trawl.search.finals.FinalRound;
import dev.trawl.search.finals.Finalist;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;

/**
 * What finals are worth at equal cost: the true regret of the winner of 100 runs, of 100 and finals
 * of the best 5 with 4 new seeds, and of 120 runs, on "mixed" with noise. Writes a table into a
 * page between two marks.
 *
 * <p>Arguments: searches a setting, runs a search, the page.
 */
public final class FinalsComparison {
  private static final String FROM = "<!-- src/bench/search writes of finals from here -->\n";
  private static final String TO = "<!-- to here, of finals -->\n";
  private static final double NOISE = 0.15;
  private static final int TOP = 5;
  private static final int SEEDS = 4;

  private FinalsComparison() {}

  /** A winner's true regret, what was reported of it, and how many runs its finals had. */
  private record Winner(double regret, double reported, int finals) {}

  public static void main(String[] arguments) throws IOException {
    int searches = Integer.parseInt(arguments[0]);
    int runs = Integer.parseInt(arguments[1]);
    StringBuilder table =
        new StringBuilder(
            "| | %1$d runs | %1$d and finals | %2$d runs | p | flattered by: %1$d runs | by finals | runs of finals |\n"
                    .formatted(runs, runs + TOP * SEEDS)
                + "|---|---|---|---|---|---|---|---|\n");
    for (String method : List.of("random", "tpe")) {
      for (int lag : new int[] {1, 8}) {
        table.append(row(method, lag, searches, runs));
      }
    }
    System.out.print(table);
    Path page = Path.of(arguments[2]);
    String text = Files.readString(page);
    Files.writeString(
        page,
        text.substring(0, text.indexOf(FROM) + FROM.length())
            + table
            + text.substring(text.indexOf(TO)));
  }

  private static String row(String method, int lag, int searches, int runs) {
    List<Winner> without = new ArrayList<>();
    List<Winner> with = new ArrayList<>();
    List<Winner> longer = new ArrayList<>();
    for (int seed = 1; seed <= searches; seed++) {
      SweepSpec spec =
          SpecBuilder.searchedBy(Selection.of(method))
              .parameters(Landscape.MIXED.space())
              .seed(seed)
              .build();
      Random noise = new Random(-seed);
      List<Trial> trials =
          SimulatedSweep.run(
              spec,
              point -> Landscape.MIXED.regret(point) + NOISE * noise.nextGaussian(),
              runs + TOP * SEEDS,
              lag);
      List<Trial> first = trials.subList(0, runs); // A longer search begins with the same runs.
      without.add(best(spec, first));
      longer.add(best(spec, trials));
      with.add(finals(spec, first, new Random(1_000_000L + seed)));
    }
    double p =
        WilcoxonSignedRankTest.withDefaults().test(regrets(with), regrets(longer)).getPValue();
    return "| %s, lag %d | %s | %s | %s | %.3f | %.3f | %.3f | %.1f |\n"
        .formatted(
            method.equals("tpe") ? "TPE" : method,
            lag,
            mean(without),
            mean(with),
            mean(longer),
            p,
            without.stream().mapToDouble(w -> w.regret() - w.reported()).average().orElseThrow(),
            with.stream().mapToDouble(w -> w.regret() - w.reported()).average().orElseThrow(),
            with.stream().mapToInt(Winner::finals).average().orElseThrow());
  }

  private static double value(SweepSpec spec, Trial trial) {
    return trial.best(spec.metric().goal());
  }

  private static Winner best(SweepSpec spec, List<Trial> trials) {
    Trial best =
        trials.stream().min(Comparator.comparingDouble(trial -> value(spec, trial))).orElseThrow();
    return new Winner(Landscape.MIXED.regret(best.parameters()), value(spec, best), 0);
  }

  private static Winner finals(SweepSpec spec, List<Trial> trials, Random noise) {
    List<Trial> left =
        trials.stream()
            .sorted(Comparator.comparingDouble(trial -> value(spec, trial)))
            .limit(TOP)
            .toList();
    Map<Integer, Trial> byNumber = new HashMap<>();
    left.forEach(trial -> byNumber.put(trial.run(), trial));
    Map<Integer, List<Finalist.Repeat>> repeats = new HashMap<>();
    int count = 0;
    Winner leader = best(spec, trials);
    for (int round = 1; round <= SEEDS && left.size() > 1; round++) {
      List<Finalist> finalists = new ArrayList<>();
      for (Trial candidate : left) {
        count++;
        double value =
            Landscape.MIXED.regret(candidate.parameters()) + NOISE * noise.nextGaussian();
        List<Finalist.Repeat> own =
            repeats.computeIfAbsent(candidate.run(), run -> new ArrayList<>());
        own.add(new Finalist.Repeat(value, null));
        finalists.add(new Finalist(candidate.run(), own));
      }
      List<FinalRound.Judged> judged = FinalRound.judge(spec.metric(), SEEDS, finalists);
      Trial first = Objects.requireNonNull(byNumber.get(judged.get(0).finalist().number()));
      double mean = Objects.requireNonNull(judged.get(0).standing().mean());
      leader = new Winner(Landscape.MIXED.regret(first.parameters()), mean, count);
      left =
          judged.stream()
              .filter(FinalRound.Judged::stays)
              .map(each -> byNumber.get(each.finalist().number()))
              .toList();
    }
    return leader;
  }

  private static double[] regrets(List<Winner> winners) {
    return winners.stream().mapToDouble(Winner::regret).toArray();
  }

  /** With its standard error. */
  private static String mean(List<Winner> winners) {
    double[] regrets = regrets(winners);
    double mean = Arrays.stream(regrets).average().orElseThrow();
    double squares = Arrays.stream(regrets).map(r -> (r - mean) * (r - mean)).sum();
    double error = Math.sqrt(squares / (regrets.length - 1) / regrets.length);
    return "%.3f ± %.3f".formatted(mean, error);
  }
}
