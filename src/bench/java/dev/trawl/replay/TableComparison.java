package dev.trawl.replay;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.trawl.model.Architectures;
import dev.trawl.search.MarkedPage;
import dev.trawl.search.Searches;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.RunStatus;
import dev.trawl.train.EpochRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches over a table of recorded runs: how soon each finds a run as good as the best. Writes a
 * table into a page, and a plot beside it.
 *
 * <p>Arguments: the table's sweep file, its runs and its epochs as {@code trawl runs} writes them,
 * seeds a search, the page, the plot.
 */
public final class TableComparison {
  /** 0.1 points of accuracy, and 0.25: twice the standard error of 98.4 % of 10,000 images. */
  private static final double WITHIN = 0.001;

  private static final double WITHIN_ERROR = 0.0025;

  private static final ObjectMapper JSON = new ObjectMapper();

  private TableComparison() {}

  /** A search: its name, and what a command line would change of the sweep file. */
  private record Way(String title, List<String> overrides) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("random, asha", List.of("method=random", "early_terminate={type: asha}")),
          new Way("tpe, asha", List.of("method=tpe", "early_terminate={type: asha}")),
          new Way("tpe", List.of("method=tpe")),
          new Way(
              "random, asha, eta 2",
              List.of("method=random", "early_terminate={type: asha, eta: 2}")),
          new Way(
              "tpe, asha, eta 2", List.of("method=tpe", "early_terminate={type: asha, eta: 2}")),
          new Way(
              "random, asha, eta 4",
              List.of("method=random", "early_terminate={type: asha, eta: 4}")),
          new Way(
              "tpe, asha, eta 4", List.of("method=tpe", "early_terminate={type: asha, eta: 4}")),
          new Way(
              "random, hyperband",
              List.of("method=random", "early_terminate={type: hyperband, min_iter: 1}")),
          new Way("random, median", List.of("method=random", "early_terminate={type: median}")),
          new Way(
              "random, asha, lag 1",
              List.of("method=random", "early_terminate={type: asha}", "lag=1")),
          new Way(
              "tpe, asha, lag 1", List.of("method=tpe", "early_terminate={type: asha}", "lag=1")),
          new Way(
              "random, asha, eta 2, lag 1",
              List.of("method=random", "early_terminate={type: asha, eta: 2}", "lag=1")),
          new Way(
              "tpe, asha, eta 2, lag 1",
              List.of("method=tpe", "early_terminate={type: asha, eta: 2}", "lag=1")));

  /** So many have a line in the plot. */
  private static final int DRAWN = 4;

  public static void main(String[] arguments) throws Exception {
    SweepSource source =
        new SweepSource(arguments[0], Files.readString(Path.of(arguments[0])), List.of());
    SweepSpec spec = read(source, List.of());
    RecordedCurves curves =
        RecordedCurves.of(trials(Path.of(arguments[1]), Path.of(arguments[2])), spec);
    int seeds = Integer.parseInt(arguments[3]);
    Replay replay = new Replay(Searches.standard(), curves, spec.metric(), seeds);
    List<ReplayedSearch> searches = new ArrayList<>();
    searches.add(replay.search("random", spec));
    searches.add(replay.oneEpochCut());
    for (Way way : WAYS) {
      searches.add(replay.search(way.title(), read(source, way.overrides())));
    }
    ReplayReport report = replay.report(searches, WITHIN);
    String table = table(report, replay.report(searches, WITHIN_ERROR), curves);
    System.out.print(table);
    MarkedPage.write(Path.of(arguments[4]), "src/bench/search table", table);
    Goal goal = spec.metric().goal();
    Files.writeString(
        Path.of(arguments[5]), new ReplayPlot(report, searches.subList(0, DRAWN), goal).render());
  }

  private static SweepSpec read(SweepSource source, List<String> overrides) throws Exception {
    SweepFiles files =
        new SweepFiles(
            () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());
    return files.read(new SweepSource(source.file(), source.text(), overrides)).spec();
  }

  private static List<Map<String, String>> rows(Path csv) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(csv.toFile())) {
      return rows.readAll();
    }
  }

  private static List<Trial> trials(Path runs, Path epochs) throws IOException {
    Map<String, TreeMap<Integer, Double>> curves = new LinkedHashMap<>();
    for (Map<String, String> row : rows(epochs)) {
      curves
          .computeIfAbsent(row.get("number"), number -> new TreeMap<>())
          .put(Integer.valueOf(row.get("epoch")), Double.valueOf(row.get("metrics.val_accuracy")));
    }
    List<Trial> trials = new ArrayList<>();
    for (Map<String, String> row : rows(runs)) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      for (Map.Entry<String, String> cell : row.entrySet()) {
        if (cell.getKey().startsWith("params.") && !cell.getValue().isEmpty()) {
          parameters.put(cell.getKey().substring("params.".length()), value(cell.getValue()));
        }
      }
      trials.add(
          new Trial(
              Integer.parseInt(row.get("number")),
              parameters,
              RunStatus.valueOf(Objects.requireNonNull(row.get("status"))),
              curves.getOrDefault(row.get("number"), new TreeMap<>())));
    }
    return trials;
  }

  /** A number, a truth, a list of integers, or a text. */
  private static Object value(String cell) throws IOException {
    if (cell.startsWith("[")) {
      return List.of(JSON.readValue(cell, Long[].class));
    }
    if (cell.equals("true") || cell.equals("false")) {
      return Boolean.valueOf(cell);
    }
    if (cell.matches("-?[0-9]+")) {
      return Long.valueOf(cell);
    }
    return cell.matches("-?[0-9.]+(E-?[0-9]+)?") ? (Object) Double.valueOf(cell) : cell;
  }

  private static String table(ReplayReport near, ReplayReport nearer, RecordedCurves curves) {
    StringBuilder table = new StringBuilder();
    table.append(
        "%d runs (%d of them failed), %,d epochs; %d seeds. The best recorded val_accuracy is %.2f %%; within 0.1 points of it, itself counted: %d, within 0.25: %d.%n%n"
            .formatted(
                near.runs(),
                near.failed(),
                near.epochs(),
                near.seeds(),
                100 * near.best(),
                count(near, curves),
                count(nearer, curves)));
    table.append(
        "| search | epochs until within 0.1 points | ÷ random | came so far | until within 0.25"
            + " points | ÷ random | came so far | best after 5 % | after 10 % | after 20 % | epochs"
            + " in all |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < near.searches().size(); i++) {
      ReplayReport.Search search = near.searches().get(i);
      table.append(
          "| %s | %s | %s | %s | %s | %s | %,.0f |%n"
              .formatted(
                  search.title(),
                  needed(near, i),
                  needed(nearer, i),
                  percent(search, 0),
                  percent(search, 1),
                  percent(search, 2),
                  search.epochs().median()));
    }
    return table.toString();
  }

  private static long count(ReplayReport report, RecordedCurves curves) {
    return curves.runs().stream()
        .filter(run -> run.best(Goal.MAXIMIZE) >= report.best() - report.within() - 1e-9)
        .count();
  }

  private static String needed(ReplayReport report, int place) {
    double random = report.searches().get(0).epochsToBest().median();
    ReplayReport.Search search = report.searches().get(place);
    Quartiles epochs = search.epochsToBest();
    return "%s (%s to %s) | %s | %.0f %%"
        .formatted(
            epochs(epochs.median()),
            epochs(epochs.low()),
            epochs(epochs.high()),
            Double.isFinite(epochs.median()) ? "%.2f".formatted(epochs.median() / random) : "–",
            100 * search.reached());
  }

  private static String epochs(double epochs) {
    return Double.isFinite(epochs) ? "%,.0f".formatted(epochs) : "never";
  }

  private static String percent(ReplayReport.Search search, int place) {
    return "%.2f %%".formatted(100 * search.after().get(place).best().median());
  }
}
