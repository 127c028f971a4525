package dev.trawl.cli.text;

import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a run measured epoch by epoch, or step by step.
 *
 * @param metrics of all keys and epochs, at least one
 */
record EpochTable(Sweep sweep, Run run, List<Metric> metrics) {
  /** The metrics of each epoch, in the order of their columns. */
  private static final List<String> CURVES =
      List.of(
          Metric.TRAIN_LOSS,
          Metric.TRAIN_ACCURACY,
          Metric.VAL_LOSS,
          Metric.VAL_ACCURACY,
          Metric.LEARNING_RATE,
          Metric.IMAGES_PER_SECOND);

  private static final int MOST_OWN = 6;

  /** More rows than these nobody reads. */
  private static final int MOST_EPOCHS = 100;

  String render(UnaryOperator<String> heading) {
    Map<Long, Map<String, Double>> byEpoch = new TreeMap<>();
    for (Metric metric : metrics) {
      byEpoch
          .computeIfAbsent(metric.step(), step -> new TreeMap<>())
          .put(metric.key(), metric.value());
    }
    List<String> keys = columns();
    String word = RunDetails.isStepped(run) ? "step" : run.epochWord();
    TextTable table =
        new TextTable(
            Stream.concat(Stream.of(word.toUpperCase(Locale.ROOT)), keys.stream())
                .map(VisibleText::cut)
                .map(TextTable.Column::right)
                .toList());
    List<Long> all = List.copyOf(byEpoch.keySet());
    List<Long> shown = shown(all);
    for (Long epoch : shown) {
      Map<String, Double> values = byEpoch.getOrDefault(epoch, Map.of());
      table.add(
          Stream.concat(
                  Stream.of(epoch.toString()),
                  keys.stream().map(key -> Wording.metric(key, values.get(key))))
              .toList());
    }
    String left =
        shown.size() == all.size()
            ? ""
            : "%,d of %,d %ss, evenly spread; runs %s --history --format csv has all%n"
                .formatted(shown.size(), all.size(), word, Wording.id(sweep.id()));
    return table.render(heading) + left;
  }

  /** What Trawl measures each epoch, and of a program's own run what else it has. */
  private List<String> columns() {
    List<String> measured = metrics.stream().map(Metric::key).distinct().sorted().toList();
    return Stream.concat(
            CURVES.stream().filter(measured::contains),
            measured.stream()
                .filter(key -> run.isExternal() && !CURVES.contains(key) && !Metric.isTest(key))
                .limit(MOST_OWN))
        .toList();
  }

  /** All where they are few enough, else as many, the first and the last among them. */
  private static List<Long> shown(List<Long> epochs) {
    int size = epochs.size();
    return size <= MOST_EPOCHS
        ? epochs
        : IntStream.range(0, MOST_EPOCHS)
            .mapToObj(i -> epochs.get((int) ((long) i * (size - 1) / (MOST_EPOCHS - 1))))
            .toList();
  }
}
