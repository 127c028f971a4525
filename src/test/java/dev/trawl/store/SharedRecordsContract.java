package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.Adjustment;
import dev.trawl.track.KnownRun;
import dev.trawl.track.Notification;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.RunStatus;
import dev.trawl.track.SavedView;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What several parts of Trawl share beside sweeps and runs. */
interface SharedRecordsContract extends StoreFixture {
  private static String name(String kind) {
    return kind + " " + UUID.randomUUID();
  }

  @Test
  default void adjustments_ofASweep_comeBackInTheirOrder() {
    Sweep sweep = newSweep();
    Instant at = Instant.ofEpochMilli(5);
    Adjustment first = new Adjustment(3, "run_cap", "8", "20", "ada", at);
    Adjustment second = new Adjustment(5, "run_cap", "20", "6", "ada", at);
    store().recordAdjustments(newSweep().id(), List.of(first));

    store().recordAdjustments(sweep.id(), List.of(first, second));

    assertThat(store().adjustments(sweep.id())).containsExactly(first, second);
    assertThat(read(sweep).info().sequence()).isEqualTo(store().sequence());
  }

  @Test
  default void holdAdjustments_ofARequest_givesItTheJobOnce() {
    Sweep sweep = newSweep();
    Instant at = Instant.ofEpochMilli(5);
    Adjustment asked = new Adjustment(Adjustment.ASKED, "run_cap", "8", "20", "ada", at);
    store().recordAdjustments(sweep.id(), List.of(asked));

    List<Adjustment> held = store().holdAdjustments(sweep.id(), 7);
    store().recordAdjustments(sweep.id(), List.of(asked));
    store().holdAdjustments(sweep.id(), 9);

    Adjustment first = new Adjustment(7, "run_cap", "8", "20", "ada", at);
    Adjustment second = new Adjustment(9, "run_cap", "8", "20", "ada", at);
    assertThat(held).containsExactly(first);
    assertThat(store().adjustments(sweep.id())).containsExactly(first, second);
  }

  @Test
  default void recordAdjustments_ofAFinishedOrDeletedSweep_areRefused() {
    Sweep finished = newSweep();
    store().endSweep(finished.id(), SweepStatus.FINISHED, "");
    Sweep deleted = newSweep();
    store().endSweep(deleted.id(), SweepStatus.STOPPED, "");
    store().deleteSweep(deleted.id());
    Adjustment asked =
        new Adjustment(Adjustment.ASKED, "workers", "1", "2", "ada", Instant.ofEpochMilli(5));

    assertThatThrownBy(() -> store().recordAdjustments(finished.id(), List.of(asked)))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("FINISHED");
    assertThatThrownBy(() -> store().recordAdjustments(deleted.id(), List.of(asked)))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("deleted");
    assertThat(store().adjustments(finished.id())).isEmpty();
  }

  @Test
  default void knownRuns_ofASweep_comeBackAsTheyWereAndAreNoAdjustments() {
    Sweep sweep = newSweep();
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("rate", 1e-300);
    parameters.put("units", List.of(16L, 32L));
    parameters.put("whole", 1.0);
    SortedMap<Integer, Double> values = new TreeMap<>(Map.of(1, Double.NaN, 2, 0.1, 3, -1.0 / 0));
    KnownRun first = new KnownRun("ab", parameters, RunStatus.PRUNED, values);
    KnownRun second = new KnownRun("cd", Map.of(), RunStatus.FAILED, new TreeMap<>());

    store().recordKnownRuns(sweep.id(), List.of(first, second));

    assertThat(store().knownRuns(sweep.id())).containsExactly(first, second);
    assertThat(store().knownRuns(sweep.id()).get(0).parameters().keySet())
        .containsExactly("rate", "units", "whole");
    assertThat(store().adjustments(sweep.id())).isEmpty();
    assertThat(store().knownRuns(newSweep().id())).isEmpty();
  }

  @Test
  default void saveView_sameName_replacesItUntilItIsForgotten() {
    String name = name("view");
    store().saveView(name, "?sort=a");
    SavedView saved = store().saveView(name, "?sort=-metrics.val_accuracy");

    assertThat(saved)
        .isEqualTo(new SavedView(name, "?sort=-metrics.val_accuracy", clock().instant()));
    assertThat(store().savedViews()).contains(saved).doesNotHaveDuplicates();
    store().forgetView(name);
    store().forgetView(name);
    assertThat(store().savedViews()).extracting(SavedView::name).doesNotContain(name);
  }

  @Test
  default void renameView_freeName_keepsTheQuery() {
    String name = name("view");
    String taken = name("taken");
    SavedView saved = store().saveView(name, "sort=a");
    store().saveView(taken, "sort=b");

    assertThatThrownBy(() -> store().renameView(name, taken))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage("need a name that no view has, found %s, which one has", taken);
    SavedView renamed = store().renameView(name, name + " 2");

    assertThat(renamed).isEqualTo(new SavedView(name + " 2", "sort=a", saved.savedAt()));
    assertThat(store().renameView(renamed.name(), renamed.name())).isEqualTo(renamed);
    assertThat(store().savedViews()).contains(renamed).doesNotContain(saved);
    assertThatThrownBy(() -> store().renameView(name, name("other")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need the name of a saved view, found %s", name);
  }

  private Notification notification(String key) {
    return store().notifications().stream()
        .filter(found -> found.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  @Test
  default void outbox_twoSenders_takeEachNotificationOnceWithinTheLease() {
    String key = name("ended");
    store().post(key, "mail:ada", "{\"a\": 1}");
    store().post(key, "mail:bob", "{}");

    List<Notification> mine = store().take(channel -> true, 1000, Duration.ofMinutes(1));
    List<Notification> theirs = store().take(channel -> true, 1000, Duration.ofMinutes(1));

    assertThat(mine).filteredOn(taken -> taken.key().equals(key)).hasSize(1);
    assertThat(theirs).isEmpty();
    assertThat(notification(key))
        .isEqualTo(
            new Notification(
                key,
                "mail:ada",
                "{\"a\": 1}",
                1,
                null,
                clock().instant(),
                clock().instant().plusSeconds(60),
                null));
    clock().advance(Duration.ofMinutes(2));
    assertThat(store().take(channel -> true, 1000, Duration.ofMinutes(1)))
        .extracting(Notification::key)
        .contains(key);
    store().sent(key);
    assertThat(notification(key).sentAt()).isEqualTo(clock().instant());
    clock().advance(Duration.ofMinutes(2));
    assertThat(store().take(channel -> true, 1000, Duration.ofMinutes(1)))
        .extracting(Notification::key)
        .doesNotContain(key);
  }

  @Test
  default void outbox_channelThatTheSenderLacks_isLeftToOthers() {
    String key = name("lacking");
    store().post(key, "mail:eve", "{}");

    assertThat(store().take(channel -> !channel.endsWith("eve"), 1000, Duration.ofMinutes(1)))
        .extracting(Notification::key)
        .doesNotContain(key);
    assertThat(notification(key).attempts()).isZero();
    assertThat(store().take(channel -> channel.endsWith("eve"), 1000, Duration.ofMinutes(1)))
        .extracting(Notification::key)
        .contains(key);
  }

  @Test
  default void outbox_failed_isDueAgainLaterOrGivenUp() {
    String key = name("failed");
    store().post(key, "mail:ada", "x");
    store().take(channel -> true, 1000, Duration.ofMinutes(1));
    store().failed(key, "no route", Duration.ofMinutes(5));
    assertThat(notification(key).failure()).isEqualTo("no route");
    assertThat(notification(key).dueAt()).isEqualTo(clock().instant().plusSeconds(300));

    store().failed(key, "gone", null);

    assertThat(notification(key).dueAt()).isNull();
    assertThatThrownBy(() -> store().sent("none"))
        .hasMessageContaining("need the key of a notification, found none");
  }
}
