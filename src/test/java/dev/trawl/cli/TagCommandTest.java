package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags and notes, and where they are shown. */
final class TagCommandTest {
  private final RecordedDigits digits;

  TagCommandTest(@TempDir Path folder) {
    digits = new RecordedDigits(folder);
  }

  @Test
  void tag_ofASweepAndARun_isPrintedWithThem() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());

    assertThat(digits.trawl("tag", "digits", "by=ada", "for=a=b").out())
        .isEqualTo("TAG  VALUE\nby   ada\nfor  a=b\n");
    assertThat(digits.trawl("tag", "digits", "for=").out()).isEqualTo("TAG  VALUE\nby   ada\n");
    assertThat(digits.trawl("tag", best, "reviewed=yes", "--json").out())
        .isEqualTo("{\"reviewed\":\"yes\"}\n");

    assertThat(digits.trawl("sweeps").out()).contains("TAGS").endsWith("by=ada\n");
    assertThat(digits.trawl("runs", "digits").out()).contains("reviewed=yes");
    assertThat(digits.trawl("show", best).out()).contains("TAG       VALUE\nreviewed  yes\n");
    assertThat(
            RecordedDigits.numbers(
                digits.trawl("runs", "digits", "--filter", "tags.reviewed = 'yes'")))
        .containsExactly("*");
    assertThat(digits.trawl("tag", "digits", "plain").exitCode()).isEqualTo(2);
    assertThat(digits.trawl("tag", "digits", "=x").err())
        .isEqualTo("trawl: need a name for a tag, found a blank one\n");
  }

  @Test
  void note_ofSeveralLines_comesBackAsItWas() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());
    String note = "Größe ≥ 99 %\n\nzweiter Absatz";

    assertThat(digits.trawl("note", best, note).err()).startsWith("noted on run 1 of digits (");
    assertThat(digits.trawl("note", best).out()).isEqualTo(note + "\n");
    assertThat(digits.trawl("show", best).out())
        .contains("note  Größe ≥ 99 %\n\n      zweiter Absatz\n");
    assertThat(digits.trawl("runs", "digits").out()).contains("note=Größe ≥ 99 % zweiter Absatz");

    String[] arguments = {"note", "digits", "-", "--db", digits.database()};
    Ran.trawl(Set.of(), "from\nstdin\n", Map.of(), arguments);
    assertThat(digits.trawl("note", "digits").out()).isEqualTo("from\nstdin\n");
    assertThat(digits.trawl("note", "digits", "").err())
        .startsWith("no note any more on sweep digits");
    assertThat(digits.trawl("note", "digits").err()).startsWith("no note on sweep digits");
  }
}
