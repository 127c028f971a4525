package dev.trawl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.data.StratifiedSplit.Halves;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {

  @Provide
  Arbitrary<LabelledImages> images() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 12),
            Arbitraries.integers().between(1, 600),
            Arbitraries.longs())
        .as(StratifiedSplitTest::unevenImages);
  }

  @Property(tries = 200)
  void holdOut_anyFraction_isDisjointAndComplete(
      @ForAll("images") LabelledImages images,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed) {
    Halves halves = new StratifiedSplit(images, 12, seed, 0).holdOut(fraction);

    int[] all =
        IntStream.concat(
                IntStream.of(halves.kept().images()), IntStream.of(halves.heldOut().images()))
            .sorted()
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, images.count()).toArray());
  }

  @Property(tries = 200)
  void holdOut_anyFraction_isStratifiedToWithinOneImageAClass(
      @ForAll("images") LabelledImages images,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
      @ForAll long seed) {
    int[] heldOut = new StratifiedSplit(images, 12, seed, 0).holdOut(fraction).heldOut().images();

    assertThat(heldOut).hasSize((int) Math.round(fraction * images.count()));
    int[] whole = counts(images, IntStream.range(0, images.count()).toArray());
    int[] held = counts(images, heldOut);
    for (int c = 0; c < whole.length; c++) {
      assertThat((double) held[c]).isCloseTo(fraction * whole[c], within(1.0));
    }
  }

  @Property(tries = 200)
  void limit_anyNumber_takesExactlySoManyInProportion(
      @ForAll("images") LabelledImages images,
      @ForAll @IntRange(min = 1, max = 700) int limit,
      @ForAll long seed) {
    int[] chosen = new StratifiedSplit(images, 12, seed, 0).limitedTo(limit).images();

    int needed = Math.min(limit, images.count());
    assertThat(chosen).hasSize(needed).doesNotHaveDuplicates().isSorted();
    int[] whole = counts(images, IntStream.range(0, images.count()).toArray());
    int[] taken = counts(images, chosen);
    for (int c = 0; c < whole.length; c++) {
      double share = (double) needed * whole[c] / images.count();
      assertThat((double) taken[c]).isCloseTo(share, within(1.0));
    }
  }

  @Property(tries = 100)
  void choices_sameSeed_areTheSame(@ForAll("images") LabelledImages images, @ForAll long seed) {
    Halves once = new StratifiedSplit(images, 12, seed, 0).limitedTo(100).holdOut(0.3);
    Halves again = new StratifiedSplit(images, 12, seed, 0).limitedTo(100).holdOut(0.3);

    assertThat(again.kept().images()).isEqualTo(once.kept().images());
    assertThat(again.heldOut().images()).isEqualTo(once.heldOut().images());
  }

  @Test
  void choices_otherSeedOrStream_differ() {
    LabelledImages images = unevenImages(10, 600, 1);
    int[] chosen = new StratifiedSplit(images, 10, 42, 0).limitedTo(100).images();

    assertThat(new StratifiedSplit(images, 10, 43, 0).limitedTo(100).images()).isNotEqualTo(chosen);
    assertThat(new StratifiedSplit(images, 10, 42, 1).limitedTo(100).images()).isNotEqualTo(chosen);
  }

  @Test
  void choices_published_stayAsTheyAre() {
    LabelledImages images = unevenImages(3, 30, 7);

    int[] chosen =
        new StratifiedSplit(images, 3, 42, 0).limitedTo(20).holdOut(0.25).heldOut().images();

    assertThat(chosen)
        .as("recorded runs are reproduced from their seed, so this must not change")
        .containsExactly(5, 7, 9, 18, 29);
  }

  private static LabelledImages unevenImages(int classes, int count, long seed) {
    Random random = new Random(seed);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) Math.min(random.nextInt(classes), random.nextInt(classes));
    }
    return new LabelledImages(new byte[count], labels, 1, 1, 1);
  }

  private static int[] counts(LabelledImages images, int[] chosen) {
    int[] counts = new int[12];
    for (int image : chosen) {
      counts[images.label(image)]++;
    }
    return counts;
  }
}
