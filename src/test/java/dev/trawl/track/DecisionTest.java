package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.MetricKind;
import dev.trawl.track.Decision.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionTest {
  private static final RungRank RANK = new RungRank(3, 0.91, 0.95, 4, 9);

  @Test
  void pause_withoutARank_isRefused() {
    assertThatThrownBy(() -> new Decision(1, Kind.PAUSE, "r", 3, 0, null, Instant.EPOCH))
        .hasMessage(
            "need a rank and an epoch of all but START and the finals, found PAUSE with epoch=3"
                + " rank=null");
  }

  @Test
  void decision_knowingItsOwnJob_isRefused() {
    assertThatThrownBy(() -> new Decision(2, Kind.PROMOTE, "r", 3, 2, RANK, Instant.EPOCH))
        .hasMessage("need 0 <= known < job and epoch >= 0, found known=2 job=2 epoch=3");
  }

  @Test
  void rank_asText_saysWhatWasCompared() {
    assertThat(RANK).hasToString("epoch 3: 0.91, needed 0.95, rank 4 of 9");
    assertThat(new RungRank(1, 0.5, null, 1, 1)).hasToString("epoch 1: 0.5, rank 1 of 1");
  }

  @Test
  void rank_ofAnAccuracy_isInPerCentWithTheDigitsThatTellItsNumbersApart() {
    MetricKind accuracy = MetricKind.of("val_accuracy");
    assertThat(new RungRank(3, 0.9416666666666667, 0.95, 4, 9).describe("epoch", accuracy))
        .isEqualTo("epoch 3: 94.17 %, needed 95.00 %, rank 4 of 9");
    assertThat(new RungRank(3, 0.94166667, 0.94166699, 4, 9).describe("round", accuracy))
        .isEqualTo("round 3: 94.16667 %, needed 94.16670 %, rank 4 of 9");
    assertThat(new RungRank(3, 0.94166667, 0.94166667, 4, 9).describe("epoch", accuracy))
        .isEqualTo("epoch 3: 94.17 %, needed 94.17 %, rank 4 of 9");
    assertThat(new RungRank(1, Double.NaN, null, 1, 1).describe("epoch", accuracy))
        .isEqualTo("epoch 1: NaN, rank 1 of 1");
  }

  @Test
  void rank_ofALoss_hasTheDigitsThatTellItsNumbersApart() {
    MetricKind loss = MetricKind.of("val_loss");
    assertThat(new RungRank(3, 0.2416666666666667, 0.25, 4, 9).describe("epoch", loss))
        .isEqualTo("epoch 3: 0.2417, needed 0.25, rank 4 of 9");
    assertThat(new RungRank(3, 0.24166667, 0.24166699, 4, 9).describe("epoch", loss))
        .isEqualTo("epoch 3: 0.2416667, needed 0.241667, rank 4 of 9");
  }

  @Test
  void rank_asTextWithoutAThreshold_hasAllDigits() {
    assertThat(new RungRank(3, 0.9416666666666667, null, 4, 9))
        .hasToString("epoch 3: 0.9416666666666667, rank 4 of 9");
  }

  @Test
  void rank_beyondAll_isRefused() {
    assertThatThrownBy(() -> new RungRank(1, 0.5, null, 3, 2))
        .hasMessage("need rung >= 1 and 1 <= rank <= of, found rung=1 rank=3 of=2");
  }
}
