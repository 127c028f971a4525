package dev.trawl.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Single bits that are flipped in the pages of a database's file: of each table with what is
 * recorded, of what runs are sorted by, and of each index. What is asked of it then is as before,
 * or is said to be damaged.
 */
final class FlippedBitTest {
  /** Of each map's pages. */
  private static final int TRIES = Integer.getInteger("trawl.test.flips", 2);

  /**
   * What comes before keys and values: the length, the check value, the map, how many, the type.
   */
  private static final int HEAD_BYTES = 10;

  private static final Pattern PLACE = Pattern.compile("at byte (\\d+)");

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(START);
  private final List<Function<RunStore, Object>> questions = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private byte[] whole;

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  private RunStore open() {
    return H2RunStore.open(
        "jdbc:h2:file:" + folder.resolve("trawl") + ";USER=sa;PASSWORD=x", clock);
  }

  @BeforeEach
  void record() throws IOException {
    try (RunStore store = open()) {
      Sweep first = store.createSweep(Samples.sweep("first"), Owner.ofThisProcess());
      for (int number = 1; number <= 4; number++) {
        run(store, first, number, 0.5 + number / 32.0);
      }
      Run diverged = store.createRun(run(first, 5));
      store.startRun(diverged.id());
      store.recordEpoch(diverged.id(), Samples.epoch(1, Double.NaN, true), Set.of(1));
      store.endRun(diverged.id(), new RunEnd(RunStatus.FAILED, "diverged", 0.5, null), Set.of());
      store.tagRun(diverged.id(), "note", "zwei ä");
      store.endSweep(first.id(), SweepStatus.FINISHED, "");
      Sweep second = store.createSweep(Samples.sweep("second"), Owner.ofThisProcess());
      run(store, second, 1, 0.625);
      store.deleteRun(run(store, second, 2, 0.75).id());
      store.endSweep(second.id(), SweepStatus.INTERRUPTED, "stopped");
      ask(store, first);
      ask(store, second);
    }
    whole = Files.readAllBytes(file());
  }

  private static NewRun run(Sweep sweep, int number) {
    return Samples.run(
        sweep.id(), number, 1, Map.of("dropout", 0.25 / number, "batch_size", 16L * number));
  }

  private Run run(RunStore store, Sweep sweep, int number, double accuracy) {
    Run run = store.createRun(run(sweep, number));
    store.startRun(run.id());
    store.recordEpoch(run.id(), Samples.epoch(1, accuracy, true), Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(2, accuracy / 2, false), Set.of(1));
    return store.endRun(run.id(), Samples.finished(900 + number), Set.of(1));
  }

  /** What is asked of a database; each question's answer is compared. */
  private void ask(RunStore recorded, Sweep sweep) {
    String id = sweep.id();
    questions.add(store -> store.findSweep(sweep.name()));
    questions.add(store -> store.findSweep(id));
    questions.add(store -> store.sweep(id).map(Sweep::plan));
    questions.add(RunStore::sweeps);
    for (String order :
        List.of(
            "number",
            "metrics.val_accuracy DESC",
            "metrics.test_loss",
            "params.dropout",
            "seconds DESC",
            "status, metrics.val_accuracy")) {
      questions.add(store -> store.runs(id, query(order, null)));
    }
    for (String filter :
        List.of(
            "metrics.val_accuracy >= 0.6",
            "params.batch_size = 32",
            "status = 'FINISHED' AND NOT params.dropout < 0.1",
            "tags.note LIKE 'zwei%'",
            "epochs = 2")) {
      questions.add(store -> store.runs(id, query("number", filter)));
    }
    questions.add(store -> store.runs(id, query("metrics.val_accuracy DESC", null).withLimit(1)));
    questions.add(store -> store.deletedRuns(id, RunQuery.ALL));
    questions.add(store -> store.streamRuns(id, RunQuery.ALL).toList());
    questions.add(store -> store.sweepMetrics(id, Metric.VAL_ACCURACY));
    questions.add(store -> store.metricKeys(id));
    for (Run run : recorded.runs(id, RunQuery.ALL)) {
      questions.add(store -> store.run(run.id()));
      questions.add(store -> store.findRuns(run.id().substring(0, 8)));
      questions.add(store -> store.metrics(run.id(), Set.of()));
      questions.add(store -> store.evaluation(run.id()));
      questions.add(store -> store.checkpoints(run.id()));
    }
    questions.add(RunStore::checkpoints);
  }

  private static RunQuery query(String order, @Nullable String filter) {
    try {
      return new RunQuery(
          0,
          0,
          Integer.MAX_VALUE,
          filter == null ? null : RunFilter.parse(filter, "filter"),
          RunOrder.parse(order, "order"));
    } catch (InvalidFilterException e) {
      throw new AssertionError(e);
    }
  }

  /** Where the contents of pages are, by the map. */
  private Map<String, List<int[]>> contents() throws IOException {
    Map<String, List<int[]>> contents = new TreeMap<>();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
      StoredFile stored = FileCheck.read(channel, file().toString());
      for (StoredMap map : stored.maps()) {
        if ((map.isTable() || map.isIndex()) && !map.name().equals(StoredFile.STATEMENTS)) {
          stored.walk(
              map,
              page ->
                  contents
                      .computeIfAbsent(map.name(), name -> new ArrayList<>())
                      .add(new int[] {begin(page) + HEAD_BYTES, begin(page) + page.length()}));
        }
      }
    }
    return contents;
  }

  private static int begin(StoredPage page) {
    Matcher place = PLACE.matcher(page.where());
    assertThat(place.matches()).isTrue();
    return Integer.parseInt(place.group(1));
  }

  @Test
  void read_oneBitFlippedInAnyTableOrIndex_isAsBeforeOrSaidToBeDamaged() throws IOException {
    List<Object> answers = new ArrayList<>();
    try (RunStore store = open()) {
      questions.forEach(question -> answers.add(question.apply(store)));
      assertThat(store.damage()).isEmpty();
    }
    whole = Files.readAllBytes(file());
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    List<String> silent = new ArrayList<>();
    Random random = new Random(11);
    for (Map.Entry<String, List<int[]>> map : contents().entrySet()) {
      for (int i = 0; i < TRIES; i++) {
        int[] page = map.getValue().get(random.nextInt(map.getValue().size()));
        int place = page[0] + random.nextInt(page[1] - page[0]);
        byte[] flipped = whole.clone();
        flipped[place] ^= (byte) (1 << random.nextInt(8));
        String name = "%s, byte %d".formatted(map.getKey(), place);
        Outcome outcome = outcome(flipped, answers, random.nextInt(questions.size()), name, silent);
        counts.merge(outcome, 1, Integer::sum);
      }
    }
    if (Boolean.getBoolean("trawl.test.flips.said")) {
      System.out.println("flips: " + counts);
    }
    assertThat(silent).isEmpty();
    assertThat(counts).containsKeys(Outcome.REFUSED, Outcome.NAMED);
  }

  /** What becomes of a flipped bit. */
  private enum Outcome {
    /** The file isn't opened. */
    REFUSED,
    /** Some answers lack something, or aren't given, and say so. */
    NAMED,
    /** All answers are as before. */
    HARMLESS
  }

  /**
   * @param first the question that is asked first: what was named before is not named again
   */
  private Outcome outcome(
      byte[] flipped, List<Object> answers, int first, String name, List<String> silent)
      throws IOException {
    clear();
    Files.write(file(), flipped);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      order.add(i);
    }
    Collections.rotate(order, first);
    Outcome outcome = Outcome.HARMLESS;
    try (RunStore store = open()) {
      for (int i : order) {
        Object answer = answer(store, questions.get(i), name);
        if (!answers.get(i).equals(answer)) {
          outcome = Outcome.NAMED;
          if (store.damage().isEmpty() && !(answer instanceof StoreException)) {
            silent.add("%s, question %d: %s".formatted(name, i, answer));
          }
        }
      }
    } catch (StoreException e) {
      if (String.valueOf(e.getMessage()).startsWith("need schema version")) {
        return Outcome.REFUSED; // that of the history of migrations
      }
      assertThat(e).as(name).hasMessageMatching("(?s).*(damaged|file left as it is).*");
      assertThat(file()).as(name).hasBinaryContent(flipped);
      return Outcome.REFUSED;
    }
    return outcome;
  }

  private static Object answer(RunStore store, Function<RunStore, Object> question, String name) {
    try {
      return question.apply(store);
    } catch (StoreException e) {
      return e;
    } catch (RuntimeException e) {
      throw new AssertionError(name, e);
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        Files.delete(path);
      }
    }
  }
}
