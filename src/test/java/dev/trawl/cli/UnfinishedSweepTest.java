package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that another process runs, or that has not ended. */
final class UnfinishedSweepTest {
  private final RecordedDigits digits;

  UnfinishedSweepTest(@TempDir Path folder) {
    digits = new RecordedDigits(folder);
  }

  @Test
  void stop_ofARunningSweep_isRecordedForItsOwner() throws Exception {
    Owner owner = Owner.ofThisProcess();
    try (RunStore store = digits.open()) {
      Sweep sweep = store.createSweep(digits.newSweep(), owner);

      Ran ran = digits.trawl("stop", "digits");

      assertThat(ran.exitCode()).isZero();
      assertThat(ran.err()).isEqualTo("asked digits to stop\n");
      assertThat(store.heartbeat(sweep.id(), owner))
          .containsExactly(new StopRequest(sweep.id(), null));
    }
  }

  @Test
  void run_ofASweepThatRunsElsewhere_saysSo() throws Exception {
    try (RunStore store = digits.open()) {
      store.createSweep(digits.newSweep(), Owner.ofThisProcess());

      Ran ran = digits.trawl("run", digits.file().toString());

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err())
          .contains("digits is being run by another process", "./trawl stop digits", "--new");
      digits.assertFails(
          "digits is being run by another process; ./trawl stop digits", "resume", "digits");
    }
  }

  @Test
  void run_ofAnUnfinishedSweepWithoutATerminal_namesResumeAndNew() throws Exception {
    digits.record(SweepStatus.INTERRUPTED);

    Ran ran = digits.trawl("run", digits.file().toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("digits is unfinished: 2 of 24 runs have ended")
        .contains("./trawl resume digits", "--new");
  }

  @Test
  void run_ofADeadOwnersSweep_findsItUnfinished() throws Exception {
    try (RunStore store = digits.open()) {
      Owner dead = new Owner("gone", Owner.thisHost(), 999_999_999L, Instant.EPOCH);
      store.createSweep(digits.newSweep(), dead);
    }
    assertThat(digits.trawl("run", digits.file().toString()).err())
        .contains("./trawl resume digits");
  }

  @Test
  void run_ofAnUnfinishedSweepOnATerminal_asksAndStartsNothingOnNo() throws Exception {
    digits.record(SweepStatus.INTERRUPTED);
    String[] arguments = {"run", digits.file().toString(), "--db", digits.database()};

    Ran ran = Ran.trawl(Set.of("in", "err"), "\n", Map.of(), arguments);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("Resume it? (y/N/new) ").contains("./trawl resume digits");
    assertThat(digits.trawl("sweeps").out()).hasLineCount(2);
  }
}
