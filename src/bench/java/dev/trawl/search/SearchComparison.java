package dev.trawl.search;

import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/**
 * Random search, TPE and Optuna on functions whose best value is known. Writes a table into a page
 * between two marks, and a plot beside it.
 *
 * <p>Arguments: searches a setting, runs a search, Optuna's results as {@code optuna_search.py}
 * prints them, the page, the plot.
 */
public final class SearchComparison {
  /** The deviation of what a noisy search sees. */
  private static final double NOISE = 0.15;

  private SearchComparison() {}

  /** What a search meets. */
  record Setting(Landscape landscape, int lag, boolean noisy) {
    String title() {
      return "%s, lag %d%s".formatted(landscape.title(), lag, noisy ? ", noise" : "");
    }
  }

  /** The regrets of searches, by method. */
  record Outcome(Setting setting, Map<String, double[]> regrets) {
    double[] of(String method) {
      return regrets.getOrDefault(method, new double[0]);
    }
  }

  public static void main(String[] arguments) throws IOException {
    int seeds = Integer.parseInt(arguments[0]);
    int runs = Integer.parseInt(arguments[1]);
    List<String> optuna = Files.readAllLines(Path.of(arguments[2]));
    List<Outcome> outcomes = new ArrayList<>();
    for (boolean noisy : new boolean[] {false, true}) {
      for (int lag : new int[] {1, 8}) {
        for (Landscape landscape : Landscape.values()) {
          Setting setting = new Setting(landscape, lag, noisy);
          Map<String, double[]> regrets = new LinkedHashMap<>();
          regrets.put("random", regrets("random", setting, seeds, runs));
          regrets.put("TPE", regrets("tpe", setting, seeds, runs));
          regrets.put("Optuna 5", optuna(optuna, setting));
          outcomes.add(new Outcome(setting, regrets));
        }
      }
    }
    String table = table(outcomes);
    System.out.print(table);
    Path page = Path.of(arguments[3]);
    MarkedPage.write(page, "src/bench/search", table);
    Files.writeString(Path.of(arguments[4]), RegretPlot.of(outcomes, seeds, runs));
  }

  /** How far from the best the run is that looked best. */
  private static double[] regrets(String method, Setting setting, int seeds, int runs) {
    Landscape landscape = setting.landscape();
    double[] regrets = new double[seeds];
    for (int i = 0; i < seeds; i++) {
      SweepSpec spec =
          SpecBuilder.searchedBy(Selection.of(method))
              .parameters(landscape.space())
              .seed(i + 1)
              .build();
      Random noise = new Random(-1 - i);
      double deviation = setting.noisy() ? NOISE : 0;
      List<Trial> trials =
          SimulatedSweep.run(
              spec,
              point -> landscape.regret(point) + deviation * noise.nextGaussian(),
              runs,
              setting.lag());
      regrets[i] =
          trials.stream()
              .min(Comparator.comparingDouble(trial -> trial.best(spec.metric().goal())))
              .map(trial -> landscape.regret(trial.parameters()))
              .orElseThrow();
    }
    return regrets;
  }

  private static double[] optuna(List<String> lines, Setting setting) {
    String start =
        "optuna,%s,%d,%s,".formatted(setting.landscape().title(), setting.lag(), setting.noisy());
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
        .toArray();
  }

  private static String table(List<Outcome> outcomes) {
    StringBuilder table =
        new StringBuilder(
            "| | random | TPE | Optuna 5 | TPE / random | P(TPE better than Optuna) | p that it is"
                + " worse |\n"
                + "|---|---|---|---|---|---|---|\n");
    for (Outcome outcome : outcomes) {
      double[] tpe = outcome.of("TPE");
      double[] optuna = outcome.of("Optuna 5");
      var test = MannWhitneyUTest.withDefaults();
      var worse = test.with(AlternativeHypothesis.GREATER_THAN).test(tpe, optuna);
      double better = 1 - worse.getStatistic() / ((double) tpe.length * optuna.length);
      table.append(
          "| %s | %s | %s | %s | %.3f | %.2f | %.3f |\n"
              .formatted(
                  outcome.setting().title(),
                  quartiles(outcome.of("random")),
                  quartiles(tpe),
                  quartiles(optuna),
                  quantile(tpe, 0.5) / quantile(outcome.of("random"), 0.5),
                  better,
                  worse.getPValue()));
    }
    return table.toString();
  }

  private static String quartiles(double[] regrets) {
    return "%.4f (%.4f to %.4f)"
        .formatted(quantile(regrets, 0.5), quantile(regrets, 0.25), quantile(regrets, 0.75));
  }

  /** Linear between two regrets. */
  static double quantile(double[] regrets, double share) {
    double[] sorted = regrets.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
