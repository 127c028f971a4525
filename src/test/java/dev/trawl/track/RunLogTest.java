package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RunLogTest {
  private static final String HEAD = "h".repeat(RunLog.KEPT);

  @Test
  void plus_shortTexts_areAllKept() {
    RunLog log = RunLog.EMPTY.plus("one\n").plus("").plus("two\n");
    assertThat(log).isEqualTo(new RunLog("one\ntwo\n", "", 0, null));
  }

  @Test
  void plus_moreThanIsKept_keepsTheBeginningAndTheEnd() {
    RunLog log = RunLog.EMPTY.plus(HEAD + "m".repeat(100)).plus("t".repeat(RunLog.KEPT - 1) + "!");
    assertThat(log.head()).isEqualTo(HEAD);
    assertThat(log.tail()).isEqualTo("t".repeat(RunLog.KEPT - 1) + "!");
    assertThat(log.omitted()).isEqualTo(100);
    assertThat(log.plus("12").omitted()).isEqualTo(102);
  }

  @Test
  void plus_characterOfTwoUnitsAtTheEdge_isNeverCutInHalf() {
    String face = "\ud83d\ude00";
    RunLog head = RunLog.EMPTY.plus("h".repeat(RunLog.KEPT - 1) + face);
    assertThat(head.head()).isEqualTo("h".repeat(RunLog.KEPT - 1));
    assertThat(head.tail()).isEqualTo(face);
    RunLog tail = RunLog.EMPTY.plus(HEAD).plus(face + "t".repeat(RunLog.KEPT - 1));
    assertThat(tail.tail()).isEqualTo("t".repeat(RunLog.KEPT - 1));
    assertThat(tail.omitted()).isEqualTo(2);
  }

  @Test
  void failed_longTrace_keepsItsBeginning() {
    RunLog log = RunLog.EMPTY.failed(new RunLog.Failure("no", "t".repeat(RunLog.KEPT + 1)));
    assertThat(log.failure()).isEqualTo(new RunLog.Failure("no", "t".repeat(RunLog.KEPT)));
    assertThat(log.plus("x").failure()).isEqualTo(log.failure());
  }

  @Test
  void after_eachPlace_isTheRestWithTheCutSaid() {
    RunLog whole = RunLog.EMPTY.plus("one\n").plus("two\n");
    assertThat(whole.length()).isEqualTo(8);
    assertThat(whole.after(0)).isEqualTo("one\ntwo\n");
    assertThat(whole.after(4)).isEqualTo("two\n");
    assertThat(whole.after(8)).isEmpty();

    RunLog cut = new RunLog("begin", "end\n", 1500, null);
    assertThat(cut.length()).isEqualTo(1509);
    assertThat(cut.after(0)).isEqualTo("begin\n… 1,500 characters are left out here …\nend\n");
    assertThat(cut.after(5 + 1000)).isEqualTo("… 500 characters are left out here …\nend\n");
    assertThat(cut.after(5 + 1500)).isEqualTo("end\n");
    assertThat(cut.after(1508)).isEqualTo("\n");
  }

  @Test
  void log_longerEndThanIsKept_isRefused() {
    assertThatThrownBy(() -> new RunLog(HEAD + "h", "", 0, null))
        .hasMessageStartingWith("need at most 65,536 characters of each end");
  }
}
