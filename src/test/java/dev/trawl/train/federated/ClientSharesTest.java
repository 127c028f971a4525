package dev.trawl.train.federated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.sweep.FederatedSpec.Division;
import dev.trawl.sweep.FederatedSpec.Partition;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClientSharesTest {
  private static final int CLASSES = 10;

  @Property(tries = 100)
  void of_anyDivision_givesEachImageToOneClientAndEachClientOne(
      @ForAll Partition partition,
      @ForAll @IntRange(min = 1, max = 40) int clients,
      @ForAll @IntRange(min = 1, max = 4) int shards,
      @ForAll @DoubleRange(min = 0.01, max = 100) double alpha,
      @ForAll @IntRange(min = 160, max = 500) int images,
      @ForAll long seed) {
    Division division = new Division(partition, clients, shards, alpha);
    int[][] shares = ClientShares.of(labels(images), CLASSES, division, seed);

    assertThat(shares.length).isEqualTo(clients);
    assertThat(Arrays.stream(shares).flatMapToInt(Arrays::stream).sorted().toArray())
        .isEqualTo(IntStream.range(0, images).toArray());
    assertThat(List.of(shares))
        .allSatisfy(
            share ->
                assertThat(share).isNotEmpty().isEqualTo(Arrays.stream(share).sorted().toArray()));
    assertThat(shares).isDeepEqualTo(ClientShares.of(labels(images), CLASSES, division, seed));
  }

  @Test
  void of_iid_dealsSizesThatDifferByOneAndAllLabels() {
    int[][] shares = shares(Partition.IID, 7, 1, 1, 1000);
    assertThat(Arrays.stream(shares).mapToInt(share -> share.length)).allMatch(n -> n / 142 == 1);
    assertThat(List.of(shares))
        .allSatisfy(share -> assertThat(distinct(share, 1000)).isEqualTo(CLASSES));
  }

  @Test
  void of_shards_givesEachClientAsManyLabelsAtMost() {
    // Each of the 200 shards has 5 images of one of 10 equally large labels.
    int[][] shares = shares(Partition.SHARDS, 100, 2, 1, 1000);
    assertThat(List.of(shares))
        .allSatisfy(
            share -> {
              assertThat(share).hasSize(10);
              assertThat(distinct(share, 1000)).isLessThanOrEqualTo(2);
            });
    assertThat(Arrays.stream(shares).filter(share -> distinct(share, 1000) == 2).count())
        .isGreaterThan(70);
  }

  @Test
  void of_dirichlet_isTheMoreSkewedTheSmallerAlpha() {
    double small = meanLargestPart(shares(Partition.DIRICHLET, 20, 1, 0.05, 4000), 4000);
    double middle = meanLargestPart(shares(Partition.DIRICHLET, 20, 1, 1, 4000), 4000);
    double large = meanLargestPart(shares(Partition.DIRICHLET, 20, 1, 1000, 4000), 4000);
    assertThat(small).isGreaterThan(0.55);
    assertThat(middle).isBetween(0.2, 0.5);
    assertThat(large).isBetween(0.1, 0.13);
  }

  @Test
  void of_bySize_skewsSizesAndNotLabels() {
    int[][] shares = shares(Partition.BY_SIZE, 20, 1, 0.5, 4000);
    int[] sizes = Arrays.stream(shares).mapToInt(share -> share.length).sorted().toArray();
    assertThat(sizes[19]).isGreaterThan(10 * sizes[2]);
    assertThat(List.of(shares))
        .filteredOn(share -> share.length > 300)
        .isNotEmpty()
        .allSatisfy(
            share -> assertThat(meanLargestPart(new int[][] {share}, 4000)).isLessThan(0.17));
  }

  @Test
  void of_moreShardsThanImages_saysHowMany() {
    assertThatThrownBy(() -> shares(Partition.SHARDS, 60, 2, 1, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need at most as many shards as there are training images, found 120 for 100");
    assertThatThrownBy(() -> shares(Partition.IID, 101, 2, 1, 100))
        .hasMessage("need at most as many clients as there are training images, found 101 for 100");
  }

  /** Means and variances of Dir(α): 1/n and (1/n)(1 − 1/n) / (nα + 1). */
  @Test
  void dirichlet_manyDraws_haveTheDistributionsMoments() {
    for (double alpha : new double[] {0.1, 0.5, 3}) {
      Dirichlet draw = new Dirichlet(alpha, 7);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 40_000; i++) {
        double first = draw.next(4)[0];
        sum += first;
        squares += first * first;
      }
      double mean = sum / 40_000;
      assertThat(mean).isCloseTo(0.25, within(0.01));
      assertThat(squares / 40_000 - mean * mean)
          .isCloseTo(0.25 * 0.75 / (4 * alpha + 1), within(0.005));
    }
  }

  /** In the limit one has all. */
  @Test
  void dirichlet_leastAlpha_leavesAllToOne() {
    Dirichlet draw = new Dirichlet(Double.MIN_VALUE, 7);
    Set<Integer> lucky = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      double[] proportions = draw.next(4);
      assertThat(proportions).containsOnly(0, 1);
      assertThat(Arrays.stream(proportions).sum()).isEqualTo(1);
      lucky.add(proportions[0] == 1 ? 0 : proportions[1] == 1 ? 1 : proportions[2] == 1 ? 2 : 3);
    }
    assertThat(lucky).hasSize(4);
  }

  private static int[][] shares(
      Partition partition, int clients, int shards, double alpha, int images) {
    return ClientShares.of(
        labels(images), CLASSES, new Division(partition, clients, shards, alpha), 3);
  }

  /** One after the other. */
  private static int[] labels(int images) {
    return IntStream.range(0, images).map(i -> i % CLASSES).toArray();
  }

  private static long distinct(int[] share, int images) {
    int[] labels = labels(images);
    return Arrays.stream(share).map(i -> labels[i]).distinct().count();
  }

  /** The part of a client's images that its commonest label has. */
  private static double meanLargestPart(int[][] shares, int images) {
    int[] labels = labels(images);
    return Arrays.stream(shares)
        .mapToDouble(
            share -> {
              int[] counts = new int[CLASSES];
              Arrays.stream(share).forEach(i -> counts[labels[i]]++);
              return (double) Arrays.stream(counts).max().orElse(0) / share.length;
            })
        .average()
        .orElseThrow();
  }
}
