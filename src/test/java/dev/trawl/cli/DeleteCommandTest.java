package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is deleted, and brought back. */
final class DeleteCommandTest {
  private final RecordedDigits digits;

  DeleteCommandTest(@TempDir Path folder) {
    digits = new RecordedDigits(folder);
  }

  @Test
  void delete_ofASweep_hidesItUntilItIsUndeleted() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);

    Ran deleted = digits.trawl("delete", "digits", "--yes");

    assertThat(deleted.exitCode()).isZero();
    assertThat(deleted.err())
        .matches(
            "deleted sweep digits \\(%1$s, 2 runs\\)\n\\./trawl undelete %1$s --db %2$s brings it back until %3$s"
                    .formatted(sweep.id().substring(0, 8), digits.database(), inThirtyDays())
                + " [0-9:]{5}, when gc may erase it for good\n");
    assertThat(digits.trawl("sweeps").err()).startsWith("no sweeps yet");
    assertThat(digits.trawl("sweeps", "--deleted").out().lines().toList())
        .hasSize(2)
        .first()
        .asString()
        .endsWith("DELETED");
    digits.assertFails("need the name or id of a sweep, found digits", "runs", "digits");
    assertThat(digits.trawl("show", String.valueOf(sweep.bestRunId())).out())
        .contains("run 1 of digits, whose sweep was deleted at 20");
    assertThat(digits.trawl("undelete", "digits").err())
        .isEqualTo("sweep digits (%s, 2 runs) is back\n", sweep.id().substring(0, 8));
    assertThat(digits.trawl("sweeps").out()).hasLineCount(2);
    assertThat(digits.trawl("undelete", "digits").err()).endsWith("is not deleted\n");
  }

  /** The day, or the one before, when it began meanwhile. */
  private static String inThirtyDays() {
    LocalDate day = LocalDate.now(ZoneId.systemDefault()).plusDays(30);
    return "(%s|%s)".formatted(day.minusDays(1), day);
  }

  @Test
  void delete_ofARun_hidesItUntilItIsUndeleted() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());

    assertThat(digits.trawl("delete", best.substring(0, 8), "-y").exitCode()).isZero();

    assertThat(RecordedDigits.numbers(digits.trawl("runs", "digits"))).containsExactly("2");
    assertThat(digits.trawl("runs", "digits", "--deleted").out()).contains(best.substring(0, 8));
    assertThat(
            digits.trawl("runs", "digits", "--deleted", "--filter=number = 1", "--limit=1").out())
        .contains(best.substring(0, 8));
    assertThat(digits.trawl("runs", "digits", "--deleted", "--filter=number = 2").err())
        .isEqualTo("digits has no run that the filter means\n");
    digits.assertFails("need a sweep with a FINISHED run", "export", "digits", "-o", "best");
    assertThat(digits.trawl("show", best).out()).startsWith("run 1 of digits, deleted at 20");
    assertThat(digits.trawl("undelete", best).exitCode()).isZero();
    assertThat(RecordedDigits.numbers(digits.trawl("runs", "digits"))).containsExactly("*", "2");
    assertThat(digits.trawl("runs", "digits", "--deleted").err())
        .isEqualTo("digits has no deleted runs\n");
  }

  @Test
  void delete_withoutATerminal_needsYes() throws Exception {
    digits.record(SweepStatus.FINISHED);

    Ran ran = digits.trawl("delete", "digits");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo("trawl: need --yes to delete without asking, found no terminal to ask on\n");
    assertThat(digits.trawl("sweeps").out()).hasLineCount(2);
  }

  @Test
  void delete_onATerminal_asks() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String[] arguments = {"delete", "digits", "--db", digits.database()};

    Ran no = Ran.trawl(Set.of("in", "err"), "\n", Map.of(), arguments);
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.err())
        .isEqualTo(
            "Delete sweep digits (%s, 2 runs)? (y/N) trawl: nothing is deleted\n",
            sweep.id().substring(0, 8));
    assertThat(digits.trawl("sweeps").out()).hasLineCount(2);

    assertThat(Ran.trawl(Set.of("in", "err"), "y\n", Map.of(), arguments).exitCode()).isZero();
    assertThat(digits.trawl("sweeps").out()).isEmpty();
  }

  @Test
  void delete_ofARunningSweep_isRefused() throws Exception {
    try (RunStore store = digits.open()) {
      Sweep sweep = store.createSweep(digits.newSweep(), Owner.ofThisProcess());
      Run run = RecordedDigits.begin(store, sweep, 1);
      digits.assertFails(
          "need what is not RUNNING, found sweep digits (", "delete", "digits", "--yes");
      digits.assertFails(
          "need what is not RUNNING, found run 1 of digits", "delete", run.id(), "--yes");
    }
  }
}
