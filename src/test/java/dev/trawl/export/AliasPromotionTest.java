package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.trawl.analysis.ModelComparison;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.AliasMove;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a version must show before it takes another one's alias. */
final class AliasPromotionTest {
  private static final String CHAMPION = "champion";

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05Z"));

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private AliasPromotion promotion;

  private int runs;

  @BeforeEach
  void open() {
    store = H2RunStore.open("jdbc:h2:mem:promotion;USER=sa;PASSWORD=sa", clock);
    promotion = new AliasPromotion(store, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Sweep sweep(String name) {
    return store.createSweep(Samples.sweep(name), Owner.ofThisProcess());
  }

  /** Predictions for the images from one on, of which those with these places are wrong. */
  private static ImagePredictions predicted(Part part, int from, int to, int... wrong) {
    int[] indexes = IntStream.range(from, to).toArray();
    BitSet right = new BitSet();
    right.set(0, indexes.length);
    for (int image : wrong) {
      right.clear(image - from);
    }
    int[] zeros = new int[indexes.length];
    return new ImagePredictions(part, 1, indexes, zeros, zeros, right);
  }

  /** The next version of the model, whose run predicted so. */
  private ModelVersion version(Sweep sweep, ImagePredictions validation, ImagePredictions test) {
    return version(sweep, validation, test, "onnx");
  }

  private ModelVersion version(
      Sweep sweep, ImagePredictions validation, ImagePredictions test, String... formats) {
    Run run = store.createRun(Samples.run(sweep.id(), ++runs));
    store.startRun(run.id());
    Epoch epoch = Samples.epoch(1, 0.9, true);
    store.recordEpoch(
        run.id(),
        new Epoch(1, epoch.metrics(), 2.5, epoch.phases(), true, epoch.checkpoint(), validation),
        Set.of(1));
    RunEnd end = Samples.finished(990);
    store.endRun(
        run.id(),
        new RunEnd(end.status(), null, end.seconds(), end.phases(), end.test(), test, null),
        Set.of(1));
    return store.registerModel(
        "digits",
        run.id(),
        number ->
            Stream.of(formats)
                .map(each -> new NewFile(each, new byte[9], new Verified(each, 850, 1000)))
                .toList());
  }

  private static ImagePredictions test(int... wrong) {
    return predicted(Part.TEST, 0, 2000, wrong);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private int champion() {
    return Objects.requireNonNull(store.modelAliases("digits").get(CHAMPION)).version();
  }

  @Test
  void move_toABetterVersion_isDoneAndRecordedWithItsTest() {
    Sweep sweep = sweep("one");
    ModelVersion first = version(sweep, predicted(Part.VALIDATION, 0, 3000, range(0, 60)), test());
    ModelVersion second =
        version(sweep, predicted(Part.VALIDATION, 1000, 4000, range(1500, 1510)), test());

    assertThat(promotion.move(first, CHAMPION, "ada", true).moved()).as("of none").isTrue();
    // Of the 2,000 common images, 1000 to 2999, the first has all right, the second all but 10.
    assertThat(promotion.move(second, CHAMPION, "bob", true).moved()).isFalse();
    assertThat(champion()).isEqualTo(1);

    ModelVersion third = version(sweep, predicted(Part.VALIDATION, 0, 2000, 5), test());
    AliasPromotion.Outcome outcome = promotion.move(third, CHAMPION, "cy", true);

    PairedTest test = Objects.requireNonNull(outcome.test());
    assertThat(outcome.moved()).isTrue();
    assertThat(test.images()).isEqualTo(Part.VALIDATION);
    assertThat(List.of(test.incumbent(), test.compared(), test.gained(), test.lost()))
        .containsExactly(1, 2000, 59, 0);
    assertThat(test.difference()).isBetween(test.low(), test.high());
    assertThat(test.p()).isCloseTo(2 * Math.pow(0.5, 59), withinPercentage(1e-6));
    assertThat(champion()).isEqualTo(3);
    for (boolean ifBetter : new boolean[] {true, false}) {
      assertThat(promotion.move(third, CHAMPION, "dee", ifBetter).moved()).as("already").isTrue();
    }
    assertThat(store.aliasMoves("digits"))
        .containsExactly(
            new AliasMove("digits", CHAMPION, 1, "ada", null, clock.instant()),
            new AliasMove("digits", CHAMPION, 3, "cy", test, clock.instant()));
    assertThat(ModelComparison.sentence(test))
        .isEqualTo(
            "+2.95 points against version 1 on 2,000 validation images that neither was trained on"
                + " (95 % +2.20 to +3.69, McNemar's p < 0.001): better by more than chance.");
  }

  @Test
  void move_toOneThatIsBetterByChance_isNotDone() {
    Sweep sweep = sweep("one");
    ModelVersion first = version(sweep, predicted(Part.VALIDATION, 0, 2000, range(0, 5)), test());
    ModelVersion second = version(sweep, predicted(Part.VALIDATION, 0, 2000), test());
    promotion.move(first, CHAMPION, "ada", false);

    AliasPromotion.Outcome outcome = promotion.move(second, CHAMPION, "ada", true);

    assertThat(outcome.moved()).isFalse();
    assertThat(ModelComparison.sentence(Objects.requireNonNull(outcome.test())))
        .endsWith("McNemar's p 0.063): maybe chance.");
    assertThat(champion()).isEqualTo(1);
    assertThat(promotion.move(second, CHAMPION, "ada", false).moved()).as("unasked").isTrue();
    assertThat(promotion.move(second, CHAMPION, "ada", true))
        .as("itself")
        .isEqualTo(new AliasPromotion.Outcome(true, second, null));
    assertThat(store.aliasMoves("digits")).hasSize(2);
  }

  @Test
  void move_withTooFewCommonValidationImages_testsOnTheTestImagesAndSaysSo() {
    ModelVersion first =
        version(sweep("one"), predicted(Part.VALIDATION, 0, 1500), test(range(0, 40)));
    ModelVersion second = version(sweep("two"), predicted(Part.VALIDATION, 501, 2000), test(0));
    promotion.move(first, CHAMPION, "ada", false);

    PairedTest test = Objects.requireNonNull(promotion.move(second, CHAMPION, "ada", true).test());

    assertThat(test.images()).isEqualTo(Part.TEST);
    assertThat(test.compared()).isEqualTo(2000);
    assertThat(test.gained()).isEqualTo(39);
    assertThat(ModelComparison.sentence(test))
        .contains("on 2,000 test images, as too few validation images are common");
    assertThat(champion()).isEqualTo(2);
  }

  @Test
  void move_withFewerThanAThousandImages_isRefused() {
    Sweep sweep = sweep("one");
    ImagePredictions few = predicted(Part.VALIDATION, 0, 999);
    ModelVersion first = version(sweep, few, predicted(Part.TEST, 0, 999, range(0, 99)));
    ModelVersion second = version(sweep, few, predicted(Part.TEST, 0, 2000));
    promotion.move(first, CHAMPION, "ada", false);

    assertThatThrownBy(() -> promotion.move(second, CHAMPION, "ada", true))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "need 1,000 images that neither version 1 of model digits nor version 2 of model digits"
                + " was trained on, found predictions of both for 999 validation and 999 test"
                + " images");
    assertThat(champion()).isEqualTo(1);
  }

  @Test
  void move_toEightBitsWithoutTheFloatsThatAreCompared_isRefused() {
    Sweep sweep = sweep("one");
    ImagePredictions good = predicted(Part.VALIDATION, 0, 2000, 1);
    ModelVersion first = version(sweep, predicted(Part.VALIDATION, 0, 2000, range(0, 60)), test());
    ModelVersion eightBits = version(sweep, good, test(), "dl4j", "onnx-int8");
    ModelVersion both = version(sweep, good, test(), "onnx", "onnx-int8");
    promotion.move(first, CHAMPION, "ada", false);

    assertThatThrownBy(() -> promotion.move(eightBits, CHAMPION, "ada", true))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "need floats beside onnx-int8 to compare version 2 of model digits by what its run"
                + " predicted, found dl4j, onnx-int8");
    assertThat(champion()).isEqualTo(1);
    assertThat(promotion.move(both, CHAMPION, "ada", true).moved()).isTrue();
  }

  @Test
  void move_betweenModelsOfDifferentData_isRefused() {
    ModelVersion first =
        version(sweep("one"), predicted(Part.VALIDATION, 0, 2000, 1, 2, 3), test());
    NewSweep other = Samples.sweepOf("other", "cd".repeat(32));
    ModelVersion second =
        version(
            store.createSweep(other, Owner.ofThisProcess()),
            predicted(Part.VALIDATION, 0, 2000),
            test());
    promotion.move(first, CHAMPION, "ada", false);

    assertThatThrownBy(() -> promotion.move(second, CHAMPION, "ada", true))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("need models of the same data")
        .hasMessageContaining("cdcdcd");
    assertThat(champion()).isEqualTo(1);
  }
}
