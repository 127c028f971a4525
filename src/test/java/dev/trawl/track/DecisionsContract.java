package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.Decision.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every record of decisions keeps. */
public abstract class DecisionsContract {
  private static final Instant AT = Instant.parse("2026-11-28T08:30:00.125Z");
  private static final RungRank RANK = new RungRank(3, 0.91, 0.95, 4, 9);

  protected abstract Decisions decisions();

  /** A sweep that has just been recorded. */
  protected abstract String sweep();

  /** The run with this number, just recorded with the sweep. */
  protected abstract String run(String sweepId, int number);

  @Test
  void decisions_ofAJob_comeBackAsTheyWereInTheirOrder() {
    String sweep = sweep();
    String run = run(sweep, 1);
    Decision start = new Decision(1, Kind.START, run, 0, 0, null, AT);
    Decision pause = new Decision(1, Kind.PAUSE, run, 3, 0, RANK, AT.plusMillis(1));
    Decision promote = new Decision(9, Kind.PROMOTE, run, 3, 4, RANK, AT.plusMillis(2));
    Decision stop =
        new Decision(
            9, Kind.STOP, run, 9, 4, new RungRank(9, Double.NaN, null, 1, 1), AT.plusMillis(3));

    decisions().recordDecision(sweep, start);
    decisions().recordDecision(sweep, pause);
    decisions().recordDecision(sweep, promote);
    decisions().recordDecision(sweep, stop);

    assertThat(decisions().decisions(sweep)).containsExactly(start, pause, promote, stop);
  }

  @Test
  void decisions_valuesThatAreNotFinite_comeBack() {
    String sweep = sweep();
    String run = run(sweep, 1);
    RungRank infinite = new RungRank(1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 2, 2);
    Decision stop = new Decision(1, Kind.STOP, run, 1, 0, infinite, AT);

    decisions().recordDecision(sweep, stop);

    assertThat(decisions().decisions(sweep)).containsExactly(stop);
  }

  @Test
  void recordDecision_secondOfAJobAndKind_changesNothing() {
    String sweep = sweep();
    String run = run(sweep, 1);
    Decision first = new Decision(1, Kind.PAUSE, run, 3, 0, RANK, AT);
    decisions().recordDecision(sweep, first);

    decisions()
        .recordDecision(sweep, new Decision(1, Kind.PAUSE, run, 3, 0, RANK, AT.plusSeconds(60)));

    assertThat(decisions().decisions(sweep)).containsExactly(first);
  }

  @Test
  void decisions_ofAnotherSweep_areNotAmongThem() {
    String sweep = sweep();
    String other = sweep();
    Decision start = new Decision(1, Kind.START, run(other, 1), 0, 0, null, AT);

    decisions().recordDecision(other, start);

    assertThat(decisions().decisions(sweep)).isEmpty();
    assertThat(decisions().decisions(other)).containsExactly(start);
  }

  @Test
  void recordDecision_runOfAnotherSweep_isRefused() {
    String sweep = sweep();
    Decision foreign = new Decision(1, Kind.START, run(sweep(), 1), 0, 0, null, AT);

    assertThatThrownBy(() -> decisions().recordDecision(sweep, foreign))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
