package dev.trawl.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program may record, and what it is told about the rest. */
final class TrackerValuesTest {
  private static final DatasetInfo DATASET =
      new DatasetInfo("images", "", 80, 20, 10, 0, 0, 1, List.of("no", "yes"));

  private final String url = "jdbc:h2:mem:%s;USER=sa;PASSWORD=x".formatted(UUID.randomUUID());
  private final RunStore reader = H2RunStore.open(url, Clock.systemUTC());
  private final Tracker tracker = Tracker.open(url);
  private final TrackedSweep sweep = tracker.begin(named("values"));

  @AfterEach
  void close() {
    sweep.close();
    tracker.close();
    reader.close();
  }

  private static SweepDescription named(String name) {
    return SweepDescription.of(name, "softmax", DATASET, 10);
  }

  private @Nullable Object recorded(Object value) {
    TrackedRun run = sweep.begin(Map.of("x", value));
    Run read = reader.run(run.id()).orElseThrow();
    return read.parameters().get("x");
  }

  private void assertRefused(@Nullable String name, @Nullable Object value, String message) {
    Map<@Nullable String, @Nullable Object> parameters = new HashMap<>();
    parameters.put(name, value);
    int before = reader.runs(sweep.id(), RunQuery.ALL).size();
    assertThatThrownBy(() -> sweep.begin(parameters))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(reader.runs(sweep.id(), RunQuery.ALL)).hasSize(before);
  }

  @Test
  void begin_numberThatALongOrADoubleHolds_isRecordedExactly() {
    assertThat(recorded(9007199254740993L)).isEqualTo(9007199254740993L);
    assertThat(recorded(BigInteger.valueOf(Long.MIN_VALUE))).isEqualTo(Long.MIN_VALUE);
    assertThat(recorded(new AtomicLong(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(recorded(new BigDecimal("9007199254740993"))).isEqualTo(9007199254740993L);
    assertThat(recorded(new BigDecimal("0.1"))).isEqualTo(0.1);
    assertThat(
            recorded(new BigDecimal("0.1000000000000000055511151231257827021181583404541015625")))
        .isEqualTo(0.1);
    assertThat(recorded(-0.0)).isEqualTo(-0.0);
    assertThat(recorded(-0.0f)).isEqualTo(-0.0);
    assertThat(recorded(0.1f)).isEqualTo(0.1);
    assertThat(recorded(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(recorded(Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void begin_numberThatNeitherHolds_isRefusedAsNanIs() {
    String needed =
        "need a finite number that a long or a double holds exactly, a text, a boolean or a list of"
            + " these for parameter x, found ";
    assertRefused("x", Double.NaN, needed + "NaN");
    assertRefused("x", Float.NEGATIVE_INFINITY, needed + "-Infinity");
    BigInteger large = new BigInteger("123456789012345678901234567890");
    assertRefused("x", large, needed + large);
    assertRefused("x", List.of(1, large), needed + large);
    BigDecimal fine = new BigDecimal("0.1000000000000000001");
    assertRefused("x", fine, needed + fine);
    BigDecimal huge = new BigDecimal("1E+400");
    assertRefused("x", huge, needed + huge);
    assertRefused("x", null, needed + "null");
    assertRefused("x", Map.of("a", 1), needed + "{a=1}");
  }

  @Test
  void begin_listsInLists_areRecordedUntilTheyAreTooDeep() {
    assertThat(recorded(new int[][] {{3, 3}, {5, 5}}))
        .isEqualTo(List.of(List.of(3L, 3L), List.of(5L, 5L)));
    assertThat(recorded(List.of(List.of(), List.of("", true))))
        .isEqualTo(List.of(List.of(), List.of("", true)));
    List<Object> own = new ArrayList<>();
    own.add(own);
    assertRefused("x", own, "need lists at most 100 levels deep for parameter x, found more");
  }

  @Test
  void begin_textOfWholeCharacters_isRecordedWhateverTheyAre() {
    for (String text :
        List.of(
            "", "1", "true", "\u0000\u001b[31m\r\n\t", "e\u0301 \u202eabc", "😀".repeat(5000))) {
      assertThat(recorded(text)).isEqualTo(text);
    }
  }

  @Test
  void begin_textThatNoFileHolds_isRefused() {
    assertRefused(
        "x",
        "a\ud83d",
        "need whole characters in parameter x, found U+D83D without its other half");
    assertRefused(
        "\ude00",
        1,
        "need whole characters in the name of each parameter, found U+DE00 without its other half");
    assertRefused(
        "x",
        "a".repeat(1_000_001),
        "need at most 1,000,000 characters in parameter x, found 1,000,001");
    assertRefused(
        "x",
        List.of("a".repeat(600_000), "b".repeat(600_000)),
        "need parameters of at most 1,048,576 characters in JSON, found 1,200,013");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\n",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\u0000",
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800",
        "\ufe0f",
        "\u0301",
        "\u20dd",
        "\u0903"
      })
  void names_thatNobodySees_areRefused(String blank) {
    assertRefused(blank, 1, "need a name for each parameter, found a blank one");
    assertThatThrownBy(() -> named(blank))
        .hasMessage("need a name for the sweep, found a blank one");
    try (TrackedRun run = sweep.begin(Map.of())) {
      assertThatThrownBy(() -> run.epoch(Map.of("val_accuracy", 0.5, blank, 1.0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need a name for each metric, found a blank one");
      assertThatThrownBy(() -> run.tag(blank, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need a name for a tag, found a blank one");
    }
  }

  @Test
  void names_thatAreNull_areRefused() {
    assertRefused(null, 1, "need a name for each parameter, found null");
  }

  @Test
  @SuppressWarnings("NullAway") // as a program may call it
  void calls_withNull_areRefusedInWords() {
    assertNeeded("parameters, an empty map for none", () -> sweep.begin(null));
    assertNeeded("the URL of a database", () -> Tracker.open(null));
    assertNeeded("a description", () -> tracker.begin(null));
    assertNeeded("the name or id of a recorded sweep", () -> tracker.join(null));
    try (TrackedRun run = sweep.begin(Map.of())) {
      assertNeeded("metrics", () -> run.epoch(null));
      assertNeeded("a name for a tag", () -> run.tag(null, "x"));
      assertNeeded("a text for tag x", () -> run.tag("x", null));
      run.epoch(Map.of("val_accuracy", 0.5));
      assertNeeded("an evaluation on the test images", () -> run.finish(null));
    }
    assertNeeded("a confusion matrix", () -> new Evaluation(0.5, null));
    assertNeeded(
        "each row of the confusion matrix",
        () -> new Evaluation(0.5, Collections.singletonList(null)));
    assertNeeded(
        "each count of the confusion matrix",
        () -> new Evaluation(0.5, List.of(Collections.singletonList(null))));
  }

  @Test
  @SuppressWarnings("NullAway") // as a program may call it
  void description_withNull_isRefusedInWords() {
    Objective metric = new Objective("val_accuracy", Goal.MAXIMIZE, null);
    assertNeeded("a data set", () -> SweepDescription.of("a", "m", null, 1));
    assertNeeded("the metric's goal", () -> measuredBy(new Objective("x", null, null)));
    assertNeeded(
        "thresholds, an empty list for none",
        () -> new SweepDescription("a", "m", DATASET, metric, null, 1));
    assertNeeded("each threshold", () -> thresholds(0.5, null));
    assertNeeded(
        "the data set's name", () -> new DatasetInfo(null, "", 8, 2, 1, 0, 0, 1, List.of()));
    assertNeeded(
        "the data set's checksum, empty for none",
        () -> new DatasetInfo("d", null, 8, 2, 1, 0, 0, 1, List.of()));
    assertNeeded("the data set's labels", () -> new DatasetInfo("d", "", 8, 2, 1, 0, 0, 1, null));
    assertNeeded(
        "each label's name",
        () -> new DatasetInfo("d", "", 8, 2, 1, 0, 0, 1, Collections.singletonList(null)));
  }

  private static void assertNeeded(String what, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need %s, found null", what);
  }

  private static SweepDescription measuredBy(Objective metric) {
    return new SweepDescription("a", "m", DATASET, metric, List.of(), 1);
  }

  @Test
  void description_thatNoRunCanBeOf_isRefused() {
    assertThatThrownBy(() -> labelled()).hasMessage("need 2 labels at least, found []");
    assertThatThrownBy(() -> labelled("a")).hasMessage("need 2 labels at least, found [a]");
    assertThatThrownBy(() -> counting(8, 0)).hasMessage("need 1 test image at least, found 0");
    assertThatThrownBy(() -> counting(-1, 1))
        .hasMessageStartingWith("need no count or size below 0, found ")
        .hasMessageContaining("trainImages=-1");
    assertThatThrownBy(() -> measuredBy(new Objective("x", Goal.MINIMIZE, Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a finite target for x, or null for none, found NaN");
    assertThatThrownBy(() -> measuredBy(new Objective("accuracy", Goal.MAXIMIZE, 98.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a target for accuracy as a fraction from 0 to 1, found 98.0");
    Objective many = new Objective("x", Goal.MAXIMIZE, 98.0);
    assertThat(measuredBy(many).metric()).isEqualTo(many);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, -0.1})
  void finish_lossThatIsNone_isRefusedAndTheRunGoesOn(double loss) {
    List<List<Long>> confusion = List.of(List.of(8L, 0L), List.of(0L, 2L));
    try (TrackedRun run = sweep.begin(Map.of())) {
      run.epoch(Map.of("val_accuracy", 0.5));
      assertThatThrownBy(() -> run.finish(new Evaluation(loss, confusion)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need a test loss of 0 or more, found " + loss);
      run.finish(new Evaluation(Double.POSITIVE_INFINITY, confusion));
      assertThat(reader.run(run.id()).orElseThrow().metrics()).containsKey("test_loss");
    }
  }

  private static SweepDescription counting(int trainImages, int testImages) {
    List<String> labels = List.of("no", "yes");
    DatasetInfo images = new DatasetInfo("d", "", trainImages, 2, testImages, 0, 0, 1, labels);
    return SweepDescription.of("a", "m", images, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"test_accuracy", "test_loss"})
  void metrics_ofTheTestSet_areRefusedUntilTheRunFinishes(String name) {
    String needed =
        "need a train or validation metric for %s, because the test set steers nothing and is"
            + " looked at once, by finish, found %s";
    try (TrackedRun run = sweep.begin(Map.of())) {
      assertThatThrownBy(() -> run.epoch(Map.of("val_accuracy", 0.5, name, 0.1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(needed, "each metric", name);
      assertThat(reader.run(run.id()).orElseThrow().epochs()).isZero();
    }
    Objective metric = new Objective(name, Goal.MAXIMIZE, null);
    assertThatThrownBy(() -> new SweepDescription("a", "m", DATASET, metric, List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(needed, "the metric", name);
  }

  @Test
  void epoch_nullForAMetric_isRefusedByItsName() {
    Map<String, @Nullable Double> metrics = new HashMap<>(Map.of("val_accuracy", 0.5));
    metrics.put("train_loss", null);
    try (TrackedRun run = sweep.begin(Map.of())) {
      assertThatThrownBy(() -> run.epoch(metrics))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need a number for train_loss, found null");
    }
  }

  @Test
  void fail_withHalfOfACharacter_isRefusedAndWithoutAReasonRecorded() {
    try (TrackedRun run = sweep.begin(Map.of())) {
      assertThatThrownBy(() -> run.fail("\ud800"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("need whole characters in the reason, found U+D800 without its other half");
      run.fail(null);
      assertThat(reader.run(run.id()).orElseThrow().reason()).isNull();
    }
  }

  private static SweepDescription labelled(String... labels) {
    DatasetInfo images = new DatasetInfo("images", "", 80, 20, 10, 0, 0, 1, List.of(labels));
    return SweepDescription.of("a", "m", images, 1);
  }

  @Test
  void description_thatCantBeShown_isRefused() {
    assertThatThrownBy(() -> named("one\ntwo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a name on one line for the sweep, found one\ntwo");
    assertThatThrownBy(() -> named("\ud800")).isInstanceOf(IllegalArgumentException.class);
    DatasetInfo odd = new DatasetInfo("images", "", 80, 20, 10, 0, 0, 1, List.of("\ud800", "b"));
    assertThatThrownBy(() -> SweepDescription.of("a", "m", odd, 1))
        .hasMessage("need whole characters in each label, found U+D800 without its other half");
    assertThatThrownBy(() -> labelled("a", "\u200b"))
        .hasMessage("need a name for each label, found a blank one");
    assertThatThrownBy(() -> labelled("a", "b", "a"))
        .hasMessage("need labels that differ, found one twice in [a, b, a]");
    assertThatThrownBy(() -> thresholds(Double.NaN))
        .hasMessage("need thresholds from 0 to 1, ascending, found [NaN]");
    assertThatThrownBy(() -> thresholds(0.99, 0.98)).hasMessageContaining("[0.99, 0.98]");
    assertThat(thresholds(0.0, 1.0).thresholds()).containsExactly(0.0, 1.0);
  }

  private static SweepDescription thresholds(Double... values) {
    Objective metric = new Objective("val_accuracy", Goal.MAXIMIZE, null);
    return new SweepDescription("a", "m", DATASET, metric, Arrays.asList(values), 1);
  }
}
