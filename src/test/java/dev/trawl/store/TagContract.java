package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.Tag;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts by name on sweeps and runs. */
interface TagContract extends StoreFixture {
  @Test
  default void tagRun_setAndRemoved_isSeen() {
    Run run = newRun(newSweep(), 1);
    store().tagRun(run.id(), "note", "good ä");
    assertThat(store().tagRun(run.id(), "by", "me").info().tags())
        .isEqualTo(Map.of("note", "good ä", "by", "me"));
    assertThat(store().tagRun(run.id(), "note", "").info().tags()).isEqualTo(Map.of("by", "me"));
    assertThat(store().run(run.id()).orElseThrow().info().tags()).isEqualTo(Map.of("by", "me"));
  }

  @Test
  default void tagRuns_several_haveItBesideTheirOwn() {
    Sweep sweep = newSweep();
    Run first = store().tagRun(newRun(sweep, 1).id(), "by", "me");
    Run second = newRun(sweep, 2);
    List<String> both = List.of(first.id(), second.id(), first.id());

    store().tagRuns(sweep.id(), both, "shortlist", "yes");

    assertThat(store().runs(sweep.id(), RunQuery.ALL))
        .extracting(run -> run.info().tags())
        .containsExactly(Map.of("by", "me", "shortlist", "yes"), Map.of("shortlist", "yes"));
    store().tagRuns(sweep.id(), both, "shortlist", "");
    assertThat(store().run(second.id()).orElseThrow().info().tags()).isEmpty();
    assertThatThrownBy(() -> store().tagRuns(sweep.id(), List.of(first.id(), "none"), "a", "b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store().run(first.id()).orElseThrow().info().tags()).isEqualTo(Map.of("by", "me"));
  }

  @Test
  default void tagSweep_setAndRemoved_isSeenAndIsAChangeOfTheSweep() {
    Sweep sweep = newSweep();
    store().tagSweep(sweep.id(), Tag.NOTE, "zwei Zeilen:\r\n\"Größe\" \\ \t😀\n");
    assertThat(store().tagSweep(sweep.id(), "by", "me").info().tags())
        .isEqualTo(Map.of(Tag.NOTE, "zwei Zeilen:\n\"Größe\" \\ \t😀\n", "by", "me"));
    Sweep after = store().tagSweep(sweep.id(), Tag.NOTE, "");
    assertThat(after.info().tags()).isEqualTo(Map.of("by", "me"));
    assertThat(after.info().sequence())
        .isEqualTo(sweep.info().sequence() + 3)
        .isEqualTo(store().sequence());
    assertThat(read(sweep)).isEqualTo(after);
  }

  @Test
  default void tag_thatIsNone_isRefused() {
    Sweep sweep = newSweep();
    Run run = newRun(sweep, 1);
    Map<String, String> refused =
        Map.of(
            "",
            "x",
            " space",
            "x",
            "line\nbreak",
            "x",
            "n".repeat(251),
            "x",
            "escape",
            "\u001b[31mred",
            "long",
            "x".repeat(8001));
    refused.forEach(
        (name, value) -> {
          assertThatThrownBy(() -> store().tagRun(run.id(), name, value))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageStartingWith("need ");
          assertThatThrownBy(() -> store().tagSweep(sweep.id(), name, value))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(", found ");
        });
    assertThat(store().run(run.id())).contains(run);
    assertThat(read(sweep).info().tags()).isEmpty();
  }
}
