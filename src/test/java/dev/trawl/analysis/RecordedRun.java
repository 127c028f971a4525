package dev.trawl.analysis;

import dev.trawl.model.Architectures;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Measure;
import dev.trawl.track.Metric;
import dev.trawl.track.Provenance;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Timing;
import dev.trawl.train.EpochRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run with its curves, from a file of src/test/resources/curves: what it was trained with, how it
 * ended, and a row of metrics an epoch.
 */
record RecordedRun(
    String sweepFile,
    DatasetInfo dataset,
    RunStatus status,
    @Nullable String reason,
    int best,
    double test,
    List<String> keys,
    List<double[]> epochs) {

  static final Path FOLDER = Path.of("src/test/resources/curves");
  private static final SweepFiles FILES =
      new SweepFiles(
          () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard());

  static RecordedRun read(String name) {
    Map<String, String> head = new LinkedHashMap<>();
    List<String> keys = List.of();
    List<double[]> epochs = new ArrayList<>();
    for (String line : lines(name)) {
      int colon = line.indexOf(": ");
      if (line.startsWith("epoch ")) {
        keys = List.of(line.split(" ", -1));
      } else if (!keys.isEmpty()) {
        epochs.add(Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray());
      } else if (colon > 0 && !line.startsWith("#")) {
        head.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    String[] images = value(head, "images").split(" ", -1);
    String[] status = value(head, "status").split(" ", 2);
    DatasetInfo digits = Samples.DIGITS;
    return new RecordedRun(
        value(head, "sweep"),
        new DatasetInfo(
            digits.name(),
            digits.sha256(),
            Integer.parseInt(images[0]),
            Integer.parseInt(images[1]),
            Integer.parseInt(images[2]),
            28,
            28,
            1,
            digits.labels()),
        RunStatus.valueOf(status[0]),
        status.length > 1 ? status[1] : null,
        Integer.parseInt(value(head, "best")),
        Double.parseDouble(head.getOrDefault("test_accuracy", "NaN")),
        keys,
        epochs);
  }

  private static List<String> lines(String name) {
    try {
      return Files.readAllLines(FOLDER.resolve(name + ".txt"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String value(Map<String, String> head, String key) {
    String value = head.get(key);
    if (value == null) {
      throw new AssertionError("need " + key + ", found " + head.keySet());
    }
    return value;
  }

  /** The same with another text in the sweep file. */
  RecordedRun with(String text, String other) {
    return copy(sweepFile.replace(text, other), status, test, epochs);
  }

  /** The same as it was after so many epochs. */
  RecordedRun after(int count, RunStatus then) {
    return copy(sweepFile, then, Double.NaN, epochs.subList(0, count));
  }

  /** The same as if clients had trained it. */
  RecordedRun inRounds() {
    List<String> measured = new ArrayList<>(keys);
    measured.add(Metric.CLIENTS_ASKED);
    List<double[]> rounds = new ArrayList<>();
    for (double[] row : epochs) {
      double[] round = Arrays.copyOf(row, row.length + 1);
      round[row.length] = 10;
      rounds.add(round);
    }
    return new RecordedRun(sweepFile, dataset, status, reason, best, test, measured, rounds);
  }

  private RecordedRun copy(String file, RunStatus end, double accuracy, List<double[]> rows) {
    return new RecordedRun(
        file, dataset, end, reason, Math.min(best, rows.size()), accuracy, keys, rows);
  }

  private SweepSpec spec() {
    try {
      return FILES.read(new SweepSource("x.yaml", sweepFile, List.of())).spec();
    } catch (InvalidSweepException e) {
      throw new AssertionError(e);
    }
  }

  List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    for (double[] row : epochs) {
      for (int i = 1; i < row.length; i++) {
        metrics.add(new Metric(keys.get(i), row[i], (long) row[0], Samples.NOON));
      }
    }
    return metrics;
  }

  Run run() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    spec()
        .search()
        .parameters()
        .forEach((name, distribution) -> parameters.put(name, distribution.samples().get(0)));
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 1; i < keys.size(); i++) {
      metrics.put(keys.get(i), epochs.get(best - 1)[i]);
    }
    if (!Double.isNaN(test)) {
      metrics.put(Metric.TEST_ACCURACY, test);
    }
    return new Run(
        RunIdentity.of("r1", "s1", 1),
        parameters,
        new RunProvenance(1, Map.of()),
        status,
        reason,
        new RunResult(epochs.size(), best, metrics, null),
        new Timing(Samples.NOON, 1.5, Map.of()),
        RecordInfo.of(Samples.NOON, 1));
  }

  /**
   * The findings.
   *
   * @param dataset null for a sweep that doesn't know its images
   */
  List<Finding> diagnosis(List<Double> thresholds, @Nullable DatasetInfo dataset) {
    SweepSpec spec = spec();
    Run run = run();
    Sweep sweep =
        new Sweep(
            "s1",
            Title.of("digits"),
            SweepPlan.of(spec, 1),
            new Provenance(new SweepSource("x.yaml", sweepFile, List.of()), 7, dataset),
            new Measure(spec.metric(), thresholds),
            SweepStatus.FINISHED,
            null,
            new SweepResult(Map.of(), List.of(0, 0, 0), null),
            RecordInfo.of(Samples.NOON, 1));
    return RunDiagnosis.of(sweep, run, metrics(), RunSettings.of(spec, FILES.parameters(), run));
  }

  List<Finding> diagnosis(double threshold) {
    return diagnosis(List.of(threshold, 0.5 + threshold / 2), dataset);
  }
}
