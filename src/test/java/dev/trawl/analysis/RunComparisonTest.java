package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.analysis.Disagreements.Disagreement;
import dev.trawl.analysis.RunContrast.Verdict;
import dev.trawl.sweep.Title;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Provenance;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunComparisonTest {
  private static final Sweep DIGITS = Samples.sweep(SweepStatus.FINISHED, List.of());
  private static final Sweep OTHERS = sweep("s2", "others", Samples.DIGITS);

  private static Sweep sweep(String id, String name, @Nullable DatasetInfo dataset) {
    return new Sweep(
        id,
        Title.of(name),
        DIGITS.plan(),
        new Provenance(DIGITS.source(), 1, dataset),
        DIGITS.measure(),
        DIGITS.status(),
        null,
        DIGITS.result(),
        DIGITS.info());
  }

  private static Run run(Sweep sweep, int number, Map<String, Object> parameters) {
    Run run = Samples.run(number, parameters, Map.of());
    return new Run(
        RunIdentity.of(sweep.id() + number, sweep.id(), number),
        parameters,
        run.provenance(),
        run.status(),
        null,
        run.result(),
        run.timing(),
        run.info());
  }

  /** Of images from a place in the file on; {@code right} says of each whether it is right. */
  private static ImagePredictions predictions(Part part, int from, String right) {
    int[] indexes = IntStream.range(from, from + right.length()).toArray();
    BitSet known = new BitSet();
    int[] classes = new int[right.length()];
    int[] confidences = new int[right.length()];
    for (int i = 0; i < right.length(); i++) {
      known.set(i, right.charAt(i) == '1');
      classes[i] = right.charAt(i) == '1' ? indexes[i] % 10 : 10;
      confidences[i] = i;
    }
    return new ImagePredictions(part, 1, indexes, classes, confidences, known);
  }

  private static ComparedRun compared(
      Sweep sweep,
      int number,
      @Nullable ImagePredictions validation,
      @Nullable ImagePredictions test) {
    return new ComparedRun(sweep, run(sweep, number, Map.of()), null, validation, test);
  }

  private static ComparedRun validated(Sweep sweep, int number, int from, String right) {
    return compared(sweep, number, predictions(Part.VALIDATION, from, right), null);
  }

  private static RunContrast contrast(ComparedRun baseline, ComparedRun run) {
    return RunComparison.of(List.of(baseline, run), 0).contrasts().get(0);
  }

  /** Counted one by one, over the images that both have. */
  @Test
  void contrast_ofAnyTwo_countsTheImagesThatBothHave() {
    Random random = new Random(3);
    for (int round = 0; round < 100; round++) {
      int from = random.nextInt(30);
      String first = answers(random, 20 + random.nextInt(40));
      String second = answers(random, 20 + random.nextInt(40));
      RunContrast found =
          contrast(validated(DIGITS, 1, 0, first), validated(OTHERS, 2, from, second));
      int images = 0;
      int gained = 0;
      int lost = 0;
      for (int i = 0; i < second.length(); i++) {
        int before = from + i;
        if (before < first.length()) {
          images++;
          gained += second.charAt(i) == '1' && first.charAt(before) == '0' ? 1 : 0;
          lost += second.charAt(i) == '0' && first.charAt(before) == '1' ? 1 : 0;
        }
      }
      if (images < 6) { // 2 / 2⁵ is no less than 5 %
        assertThat(found.verdict()).isEqualTo(Verdict.INCOMPARABLE);
      } else {
        assertThat(found.difference()).isEqualTo(new PairedDifference(gained, lost, images));
        assertThat(found.p()).isEqualTo(new PairedDifference(gained, lost, images).p());
      }
    }
  }

  private static String answers(Random random, int length) {
    StringBuilder answers = new StringBuilder();
    random.ints(length, 0, 10).forEach(i -> answers.append(i == 0 ? '0' : '1'));
    return answers.toString();
  }

  /** 8 to 0 of 19: (8 ± 1.96 √(9 − 64/21)) / 21, and p = 2 / 2⁸. */
  @Test
  void sentence_ofValidationImages_saysWhetherItIsReal() {
    ComparedRun baseline = validated(DIGITS, 3, 0, "0000000011111111111");

    assertThat(contrast(baseline, validated(DIGITS, 7, 0, "1111111111111111111")).sentence())
        .isEqualTo(
            "Run 7 is better than run 3, by more than chance: of 19 validation images, on which"
                + " neither was trained, it has 8 right that run 3 has wrong, and 0 the other way"
                + " round (+42.11 points, 95 %: +15.32 to +60.87; p = 0.008).");
    assertThat(contrast(baseline, validated(OTHERS, 8, 1, "0000001111111111111")).sentence())
        .startsWith("Whether run 8 of others is better or worse than run 3 of digits can't be told")
        .contains("of 18 validation images");
    assertThat(contrast(baseline, validated(DIGITS, 9, 0, "0000000011111111111")).sentence())
        .endsWith(
            "of 19 validation images, on which neither was trained, both have the same right.");
  }

  @Test
  void sentence_ofTestImages_isADescriptionAndNoChoice() {
    ComparedRun baseline =
        compared(
            DIGITS, 1, predictions(Part.VALIDATION, 0, "11"), predictions(Part.TEST, 0, "0000000"));
    ComparedRun run =
        compared(
            OTHERS, 2, predictions(Part.VALIDATION, 2, "11"), predictions(Part.TEST, 0, "1111111"));

    RunContrast found = contrast(baseline, run);
    assertThat(found.part()).isEqualTo(Part.TEST);
    assertThat(found.sentence())
        .startsWith(
            "Run 2 of others is better than run 1 of digits, by more than chance: of 7 test")
        .endsWith(
            " That describes them and is no ground to choose by: the test images would have"
                + " nothing left to say about the choice.");
  }

  @Test
  void sentence_ofSeveralByTestImages_namesThemWhereSomeAreNot() {
    ComparedRun baseline = tested(1, "0000000", "0000000");
    ComparedRun second = tested(2, "1", "1111111");
    ComparedRun third = tested(3, "1", "0111111");
    ComparedRun validated = tested(4, "1111111", "1");

    assertThat(RunComparison.of(List.of(baseline, second, third), 0).sentence())
        .endsWith(" By the test images, and so a description and no ground to choose by.");
    assertThat(RunComparison.of(List.of(baseline, second, third, validated), 0).sentence())
        .endsWith(" and so a description and no ground to choose by: run 2 and run 3.");
  }

  private static ComparedRun tested(int number, String validation, String test) {
    return compared(
        DIGITS,
        number,
        predictions(Part.VALIDATION, 0, validation),
        predictions(Part.TEST, 0, test));
  }

  @Test
  void sentence_ofWhatCannotBeCompared_saysWhy() {
    ComparedRun run = validated(DIGITS, 1, 0, "10101");
    Sweep fashion = sweep("s3", "clothes", named("fashion", "cd".repeat(32)));
    Sweep changed = sweep("s4", "changed", named("mnist", "ef".repeat(32)));
    Sweep unknown = sweep("s5", "unknown", named("mnist", ""));
    Sweep own = sweep("s6", "own", null);

    assertThat(contrast(run, validated(fashion, 2, 0, "10101")).sentence())
        .isEqualTo(
            "Run 2 of clothes and run 1 of digits can't be compared image by image: their data sets"
                + " differ: mnist and fashion.");
    assertThat(contrast(run, validated(changed, 2, 0, "10101")).sentence())
        .endsWith(": their data sets, both named mnist, have different contents.");
    assertThat(contrast(run, validated(unknown, 2, 0, "10101")).sentence())
        .endsWith(": a data set has no checksum by which to tell whether it is the same.");
    assertThat(contrast(run, compared(own, 2, null, null)).sentence())
        .endsWith(": of run 2 of own no data set is recorded.");
    assertThat(contrast(run, compared(DIGITS, 2, null, null)).sentence())
        .endsWith(": what run 2 predicts is not recorded image by image.");
    for (int from : new int[] {0, 5}) {
      assertThat(contrast(run, validated(DIGITS, 2, from, "01010")).sentence())
          .endsWith(
              ": they were measured on fewer than 6 images in common, or which they had right is"
                  + " not recorded.");
    }
  }

  private static DatasetInfo named(String name, String sha256) {
    DatasetInfo digits = Samples.DIGITS;
    return new DatasetInfo(
        name,
        sha256,
        digits.trainImages(),
        digits.validationImages(),
        digits.testImages(),
        digits.height(),
        digits.width(),
        digits.channels(),
        digits.labels());
  }

  @Test
  void of_severalRuns_correctsThemTogetherAndSumsThemUp() {
    String none = "0".repeat(12);
    ComparedRun baseline = validated(DIGITS, 1, 0, "0".repeat(6) + "1".repeat(6));
    List<ComparedRun> runs = new ArrayList<>();
    runs.add(validated(DIGITS, 2, 0, "1".repeat(12))); // alone p = 0.031
    runs.add(baseline);
    runs.add(validated(DIGITS, 3, 0, none));
    runs.add(validated(DIGITS, 4, 0, "0".repeat(5) + "1".repeat(7)));
    runs.add(compared(DIGITS, 5, null, null));

    RunComparison comparison = RunComparison.of(runs, 1);

    assertThat(comparison.contrasts().stream().map(RunContrast::p))
        .containsExactly(3 * 0.03125, 3 * 0.03125, 1.0, null);
    assertThat(comparison.contrasts().stream().map(RunContrast::verdict))
        .containsExactly(
            Verdict.UNDECIDED, Verdict.UNDECIDED, Verdict.UNDECIDED, Verdict.INCOMPARABLE);
    assertThat(comparison.sentence())
        .isEqualTo(
            "Against run 1: of run 2, run 3 and run 4 it can't be told; run 5 can't be compared"
                + " image by image. Corrected for 3 comparisons by Holm's method.");
    assertThat(comparison.contrasts().get(0).sentence())
        .contains("p = 0.094, corrected for 3 comparisons");
    assertThat(RunComparison.of(List.of(baseline), 0).sentence()).isEmpty();
    assertThatThrownBy(() -> RunComparison.of(List.of(), 0))
        .hasMessage("need 1 to 20 runs, found 0");
  }

  @Test
  void sentence_ofRunsOfTwoSweeps_namesTheSweeps() {
    List<ComparedRun> runs =
        List.of(
            validated(DIGITS, 1, 0, "1010101"),
            validated(DIGITS, 2, 0, "1010101"),
            validated(OTHERS, 1, 0, "1010101"));

    assertThat(RunComparison.of(runs, 0).sentence())
        .startsWith("Against run 1 of digits: of run 2 of digits and run 1 of others it can't be");
  }

  /** A matrix minus that of other images says nothing, even of as many. */
  @Test
  void isTestedAs_otherImagesOfTheSameFile_areNot() {
    ComparedRun run = compared(DIGITS, 1, null, predictions(Part.TEST, 0, "111"));

    assertThat(compared(OTHERS, 2, null, predictions(Part.TEST, 0, "010")).isTestedAs(run))
        .isTrue();
    assertThat(compared(OTHERS, 2, null, predictions(Part.TEST, 1, "111")).isTestedAs(run))
        .isFalse();
    assertThat(compared(OTHERS, 2, null, null).isTestedAs(run)).isFalse();
    assertThat(compared(DIGITS, 2, null, null).isTestedAs(run)).as("its own sweep").isTrue();
  }

  @Test
  void parameters_ofRuns_areMarkedWhereTheyDiffer() {
    List<ComparedRun> runs =
        List.of(
            plain(run(DIGITS, 1, Map.of("filters", List.of(8L, 16L), "dropout", 0.5))),
            plain(run(DIGITS, 2, Map.of("filters", List.of(8L, 16L), "dropout", 0.25))),
            plain(run(DIGITS, 3, Map.of("filters", List.of(8L, 16L), "dropout", 0.5, "l2", 0.0))));

    assertThat(RunComparison.of(runs, 0).parameters())
        .containsEntry("filters", false)
        .containsEntry("dropout", true)
        .containsEntry("l2", true);
  }

  private static ComparedRun plain(Run run) {
    return new ComparedRun(DIGITS, run, null, null, null);
  }

  @Test
  void disagreements_ofRuns_areImagesThatTheyTakeForDifferentClasses() {
    List<ComparedRun> runs =
        List.of(
            validated(DIGITS, 1, 0, "10110"),
            compared(DIGITS, 2, null, null),
            validated(OTHERS, 3, 1, "11110"));

    Disagreements found = Disagreements.of(runs).orElseThrow();

    assertThat(found.part()).isEqualTo(Part.VALIDATION);
    assertThat(found.runs()).containsExactly(0, 2);
    assertThat(found.images()).isEqualTo(4);
    assertThat(found.found().stream().map(Disagreement::index)).containsExactly(4, 1);
    Disagreement surest = found.found().get(0);
    assertThat(surest.label()).isEqualTo(4);
    assertThat(surest.answers().stream().map(answer -> Objects.equals(answer.right(), true)))
        .containsExactly(false, true);
    assertThat(Disagreements.of(runs, Part.TEST)).isEmpty();
    assertThat(Disagreements.of(runs.subList(0, 2))).isEmpty();
  }

  /** Of sweeps with different seeds: a handful would outweigh thousands. */
  @Test
  void contrast_fewValidationImagesInCommon_isByTheTestImages() {
    ComparedRun first =
        compared(
            DIGITS,
            1,
            predictions(Part.VALIDATION, 0, "11111"),
            predictions(Part.TEST, 0, "1111110000"));
    ComparedRun second =
        compared(
            OTHERS,
            2,
            predictions(Part.VALIDATION, 3, "11111"),
            predictions(Part.TEST, 0, "1111111111"));

    assertThat(contrast(first, second).part()).isEqualTo(Part.TEST);
    assertThat(Disagreements.of(List.of(first, second)).orElseThrow().part()).isEqualTo(Part.TEST);
  }

  @Test
  void disagreements_whicheverRunIsFirst_areThoseOfMostRuns() {
    ComparedRun apart = validated(DIGITS, 1, 50, "1111");
    ComparedRun first = validated(DIGITS, 2, 0, "10110");
    ComparedRun second = validated(OTHERS, 3, 1, "11110");

    assertThat(Disagreements.of(List.of(apart, first, second)).orElseThrow().runs())
        .containsExactly(1, 2);
    assertThat(Disagreements.of(List.of(first, apart, second)).orElseThrow().runs())
        .containsExactly(0, 2);
  }
}
