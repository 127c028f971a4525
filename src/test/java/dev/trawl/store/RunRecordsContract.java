package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What runs leave behind beside metrics and files. */
interface RunRecordsContract extends StoreFixture {
  private static ImagePredictions predictions(Part part, int epoch) {
    BitSet right = BitSet.valueOf(new long[] {0b101});
    int[] confidences = {255, 0, 128};
    return new ImagePredictions(
        part, epoch, new int[] {7, 0, 59_999}, new int[] {9, 0, 300}, confidences, right);
  }

  private static Epoch epoch(int number, boolean best) {
    Epoch epoch = Samples.epoch(number, 0.5, best);
    return new Epoch(
        number,
        epoch.metrics(),
        epoch.seconds(),
        epoch.phases(),
        best,
        epoch.checkpoint(),
        best ? predictions(Part.VALIDATION, number) : null);
  }

  @Test
  default void predictions_ofTheBestEpochAndTheTest_comeBack() {
    Run run = newRun(newSweep(), 1);
    assertThat(store().predictions(run.id(), Part.VALIDATION)).isEmpty();
    store().recordEpoch(run.id(), epoch(1, true), Set.of(1));
    store().recordEpoch(run.id(), epoch(2, true), Set.of(2));
    store().recordEpoch(run.id(), epoch(3, false), Set.of(2, 3));
    RunEnd end = Samples.finished(990);
    store()
        .endRun(
            run.id(),
            new RunEnd(
                end.status(),
                null,
                end.seconds(),
                end.phases(),
                end.test(),
                predictions(Part.TEST, 2),
                null),
            Set.of(2));

    assertThat(store().predictions(run.id(), Part.VALIDATION))
        .contains(predictions(Part.VALIDATION, 2));
    assertThat(store().predictions(run.id(), Part.TEST)).contains(predictions(Part.TEST, 2));
  }

  /** A run that goes on from an older checkpoint has another best epoch. */
  @Test
  default void predictions_ofAnEpochThatIsNoLongerTheBest_areNone() {
    Run run = newRun(newSweep(), 1);
    store().recordEpoch(run.id(), epoch(1, true), Set.of(1));
    store().recordEpoch(run.id(), epoch(2, true), Set.of(1, 2));
    store().recordEpoch(run.id(), epoch(2, false), Set.of(1, 2));

    assertThat(store().predictions(run.id(), Part.VALIDATION)).isEmpty();
  }

  @Test
  default void log_recordedAgain_isReplaced() {
    Run run = newRun(newSweep(), 1);
    assertThat(store().log(run.id())).isEmpty();
    store().recordLog(run.id(), RunLog.EMPTY.plus("one\n"));
    RunLog log =
        RunLog.EMPTY
            .plus("one\n")
            .plus("x".repeat(200_000) + "\u0000é\n")
            .failed(new RunLog.Failure("no memory", "at a.b.C"));
    long before = store().sequence();

    store().recordLog(run.id(), log);

    assertThat(store().log(run.id())).contains(log);
    assertThat(store().sequence()).isEqualTo(before);
  }

  @Test
  default void environments_ofAnAttempt_comeBackInTheOrderOfTheirTimes() {
    Run run = newRun(newSweep(), 1);
    RunEnvironment second =
        new RunEnvironment(Instant.ofEpochMilli(2000), Map.of("host", "b", "java", "17"));
    RunEnvironment first = new RunEnvironment(Instant.ofEpochMilli(1000), Map.of("host", "a"));

    store().recordEnvironment(run.id(), second);
    store().recordEnvironment(run.id(), first);
    store().recordEnvironment(run.id(), first);

    assertThat(store().environments(run.id())).containsExactly(first, second);
  }

  @Test
  default void origin_ofARun_comesBack() {
    Sweep sweep = newSweep();
    Run parent = newRun(sweep, 1);
    RunOrigin origin = new RunOrigin(1, 27, parent.id());

    Run run = store().createRun(new NewRun(sweep.id(), 2, 1, origin, Map.of("x", 1L), 5, Map.of()));

    assertThat(parent.identity().origin()).isEqualTo(RunOrigin.of(1));
    assertThat(store().run(run.id()).orElseThrow().identity().origin()).isEqualTo(origin);
  }

  @Test
  default void records_ofARunThatIsNotThere_areRefused() {
    assertThatThrownBy(() -> store().recordLog("none", RunLog.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().environments("none"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().predictions("none", Part.TEST))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
