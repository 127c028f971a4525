package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CheckpointRetentionTest {
  private static final List<Integer> EPOCHS = List.of(3, 1, 5, 2, 4);

  @Test
  void kept_best_keepsTheBestAloneOnceTheRunHasEnded() {
    assertThat(CheckpointRetention.BEST.kept(EPOCHS, 2, false)).containsExactly(2);
  }

  @Test
  void kept_bestWhileRunning_keepsTheLastOneForResuming() {
    assertThat(CheckpointRetention.BEST.kept(EPOCHS, 2, true)).containsExactly(2, 5);
  }

  @Test
  void kept_last_keepsTheBestToo() {
    assertThat(CheckpointRetention.LAST.kept(EPOCHS, 2, false)).containsExactly(2, 5);
  }

  @Test
  void kept_severalOfTheNewest_countsTheBestAmongThem() {
    assertThat(new CheckpointRetention(3).kept(EPOCHS, 4, false)).containsExactly(3, 4, 5);
  }

  @Test
  void kept_all_keepsAll() {
    assertThat(CheckpointRetention.ALL.kept(EPOCHS, 1, false)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void kept_bestThatIsNotPresent_isNotInvented() {
    assertThat(CheckpointRetention.BEST.kept(EPOCHS, 9, false)).isEmpty();
  }

  @Test
  void kept_noEpochs_keepsNone() {
    assertThat(CheckpointRetention.ALL.kept(List.of(), 1, true)).isEmpty();
  }

  @Test
  void create_negativeCount_saysWhatItFound() {
    assertThatThrownBy(() -> new CheckpointRetention(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a count of 0 or more, found -1");
  }

  @Property(tries = 200)
  void kept_anyEpochs_keepsTheBestAndWhatResumingNeeds(
      @ForAll Set<@IntRange(min = 1, max = 30) Integer> epochs,
      @ForAll @IntRange(min = 1, max = 30) int best,
      @ForAll @IntRange(max = 40) int last,
      @ForAll boolean running) {
    Set<Integer> kept = new CheckpointRetention(last).kept(epochs, best, running);

    assertThat(epochs).containsAll(kept);
    assertThat(kept.contains(best)).isEqualTo(epochs.contains(best));
    if (running) {
      epochs.stream().max(Integer::compare).ifPresent(newest -> assertThat(kept).contains(newest));
    }
    assertThat(kept).hasSizeLessThanOrEqualTo(Math.max(last, running ? 1 : 0) + 1);
  }
}
