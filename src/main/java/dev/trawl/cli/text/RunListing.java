package dev.trawl.cli.text;

import dev.trawl.analysis.StopAudit;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sweep's runs, a row each: what varied, and how they did against the thresholds; below, what did
 * not vary.
 */
public final class RunListing {
  /** More columns than these are left to the files. */
  private static final int MOST_OWN = 4;

  private final Sweep sweep;
  private final List<Run> runs;
  private final Set<Run> audited;

  /**
   * @param runs in the order in which they are shown
   * @param decisions of the whole sweep
   */
  public RunListing(Sweep sweep, List<Run> runs, List<Decision> decisions) {
    this.sweep = sweep;
    this.runs = List.copyOf(runs);
    audited = Set.copyOf(StopAudit.audited(runs, decisions));
  }

  public String render(UnaryOperator<String> heading) {
    List<String> varying = varying();
    String same = same(varying);
    return table(varying).render(heading)
        + (same.isEmpty() ? "" : "%nThe same in all: %s%n".formatted(same));
  }

  String markdown() {
    List<String> varying = varying();
    String same = same(varying);
    return table(varying).markdown()
        + (same.isEmpty() ? "" : "\nThe same in all: %s\n".formatted(Markdown.text(same)));
  }

  private TextTable table(List<String> varying) {
    boolean statuses = runs.stream().anyMatch(run -> run.status() != RunStatus.FINISHED);
    List<String> own = ownMetrics();
    boolean epochs = runs.isEmpty() || !runs.stream().allMatch(RunDetails::isStepped);
    boolean validated = isMeasured(Metric.VAL_ACCURACY);
    boolean tested = isMeasured(Metric.TEST_ACCURACY);
    Map<String, Integer> numbers = new HashMap<>();
    runs.forEach(run -> numbers.put(run.id(), run.number()));
    boolean finals = runs.stream().anyMatch(Run::isOfFinals);

    List<TextTable.Column> columns = new ArrayList<>();
    columns.add(TextTable.Column.right("RUN"));
    columns.add(TextTable.Column.left("ID"));
    if (finals) {
      columns.add(TextTable.Column.left("REPEATS"));
    }
    if (statuses) {
      columns.add(TextTable.Column.left("STATUS"));
    }
    varying.forEach(name -> columns.add(TextTable.Column.right(VisibleText.cut(name))));
    if (epochs) {
      columns.add(TextTable.Column.right((Run.epochWord(runs) + "s").toUpperCase(Locale.ROOT)));
    }
    columns.add(TextTable.Column.right("SECONDS"));
    boolean sizes = areSizesApart();
    if (sizes) {
      columns.add(TextTable.Column.right("PARAMETERS"));
    }
    own.forEach(key -> columns.add(TextTable.Column.right(VisibleText.cut(key))));
    if (validated) {
      columns.add(TextTable.Column.right("VALIDATION"));
    }
    if (tested) {
      columns.add(TextTable.Column.left("TEST (95 %)"));
      columns.add(TextTable.Column.left("BAND"));
    }
    boolean tagged = runs.stream().anyMatch(run -> !run.info().tags().isEmpty());
    if (tagged) {
      columns.add(TextTable.Column.left("TAGS"));
    }

    TextTable table = new TextTable(columns);
    for (Run run : runs) {
      List<String> cells = new ArrayList<>();
      cells.add((run.id().equals(sweep.bestRunId()) ? "* " : "") + run.number());
      cells.add(Wording.id(run.id()));
      if (finals) {
        cells.add(repeated(run, numbers));
      }
      if (statuses) {
        cells.add(run.status() + (audited.contains(run) ? " (audited)" : ""));
      }
      varying.forEach(
          name -> cells.add(VisibleText.cut(Wording.parameter(run.parameters().get(name)))));
      if (epochs) {
        cells.add(Integer.toString(run.epochs()));
      }
      cells.add(String.format(Locale.ROOT, "%.1f", run.timing().seconds()));
      if (sizes) {
        cells.add(size(run));
      }
      own.forEach(key -> cells.add(Wording.metric(key, run.metrics().get(key))));
      if (validated) {
        cells.add(Wording.metric(Metric.VAL_ACCURACY, run.metrics().get(Metric.VAL_ACCURACY)));
      }
      if (tested) {
        cells.add(RunLines.testAccuracy(run, sweep));
        cells.add(Wording.band(run.band(), sweep.thresholds()));
      }
      if (tagged) {
        cells.add(TagText.line(run.info().tags()));
      }
      table.add(cells);
    }
    return table;
  }

  /** What has no column of its own: the sweep's metric; without one, what was measured. */
  private List<String> ownMetrics() {
    return sweep
        .metric()
        .map(metric -> Stream.of(metric.name()))
        .orElseGet(
            () ->
                runs.stream()
                    .flatMap(run -> run.metrics().keySet().stream())
                    .filter(key -> !Metric.isTest(key))
                    .distinct()
                    .sorted()
                    .limit(MOST_OWN))
        .filter(key -> !key.equals(Metric.VAL_ACCURACY))
        .toList();
  }

  /**
   * Whether there is something to say: what Trawl trains will have it, a program's runs may not.
   */
  private boolean isMeasured(String key) {
    return !sweep.isExternal() || runs.stream().anyMatch(run -> run.metrics().containsKey(key));
  }

  /** Which run it repeats in the finals; empty for a run of the search. */
  private static String repeated(Run run, Map<String, Integer> numbers) {
    String parent = run.parent();
    if (parent == null) {
      return "";
    }
    Integer number = numbers.get(parent);
    return number == null ? Wording.id(parent) : "run " + number;
  }

  /** Whether networks have different numbers of parameters, or the only one has some. */
  private boolean areSizesApart() {
    return runs.stream().map(RunListing::size).distinct().count() > 1
        || (runs.size() == 1 && !size(runs.get(0)).isEmpty());
  }

  private static String size(Run run) {
    return Wording.metric(Metric.NETWORK_PARAMETERS, run.metrics().get(Metric.NETWORK_PARAMETERS));
  }

  /** What needs no column; empty when everything has one. */
  private String same(List<String> varying) {
    Map<String, Object> same = new LinkedHashMap<>();
    runs.forEach(run -> same.putAll(run.parameters()));
    varying.forEach(same::remove);
    String size = runs.isEmpty() || areSizesApart() ? "" : size(runs.get(0));
    return Stream.of(
            Wording.parameters(same), size.isEmpty() ? "" : Metric.NETWORK_PARAMETERS + "=" + size)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** The parameters that tell runs apart, lacking one included; all when there is just one run. */
  private List<String> varying() {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.parameters().keySet()));
    return names.stream()
        .filter(
            name ->
                runs.size() == 1
                    || runs.stream().map(run -> run.parameters().get(name)).distinct().count() > 1)
        .toList();
  }
}
