package dev.trawl.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.Webhook;
import dev.trawl.sweep.Webhook.Address;
import dev.trawl.sweep.Webhook.Event;
import dev.trawl.sweep.Webhook.Format;
import dev.trawl.sweep.Webhook.Variable;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Decision;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Metric;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Notification;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.wire.RecordJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AnnouncementsTest {
  private static final Variable HOOK = new Variable("HOOK_URL");
  private static final Variable SECRET = new Variable("HOOK_SECRET");
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOOK_URL", "http://127.0.0.1/what-nobody-may-see", "HOOK_SECRET", "tiger");

  private final FakeClock clock = new FakeClock(Instant.parse("2026-11-28T12:00:00Z"));
  private final Owner owner = Owner.ofThisProcess();
  private final ObjectMapper mapper = new ObjectMapper();

  private final SweepSpec spec =
      spec(
          new Webhook(EnumSet.allOf(Event.class), Address.of(HOOK), SECRET, Format.JSON),
          new Webhook(Set.of(Event.SWEEP_FINISHED), Address.of("https://x/y"), null, Format.SLACK));

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private Announcements announcements;

  @SuppressWarnings("NullAway.Init")
  private Sweep sweep;

  @BeforeEach
  void record() {
    store = H2RunStore.open("jdbc:h2:mem:announcements", clock);
    announcements = announcements(ENVIRONMENT);
    DatasetInfo dataset =
        new DatasetInfo("mnist", "ab".repeat(32), 100, 20, 20, 28, 28, 1, List.of("0", "1"));
    SweepSource source = new SweepSource("digits.yaml", "name: digits\n", List.of());
    sweep = store.createSweep(NewSweep.of(source, spec, dataset, 8), owner);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Announcements announcements(Map<String, String> environment) {
    return new Announcements(store, source -> spec, environment, new RecordJson(), clock);
  }

  private static SweepSpec spec(Webhook... webhooks) {
    return new SweepSpec(
        Title.of("digits"),
        new DatasetSpec("mnist", null, 0.2, null, null),
        "cnn",
        SearchSpec.of(
            Selection.of("random"), Map.of("dropout", new Distribution.Uniform(0.0, 0.5))),
        42,
        new Objective(Metric.VAL_ACCURACY, Goal.MAXIMIZE, 0.98),
        Samples.THRESHOLDS,
        TrainingSpec.of(5),
        new ExecutionSpec(1, 1, 5, null, Arrays.asList(webhooks)));
  }

  private Run run(int number, int attempt, double accuracy, RunEnd end) {
    Run run = store.createRun(Samples.run(sweep.id(), number, attempt, Map.of("dropout", 0.25)));
    store.recordEpoch(run.id(), Samples.epoch(1, accuracy, true), Set.of(1));
    Run ended = store.endRun(run.id(), end, Set.of(1));
    announcements.runEnded(ended);
    return ended;
  }

  private List<String> keys() {
    return store.notifications().stream().map(Notification::key).toList();
  }

  private JsonNode body(int index) throws Exception {
    return mapper.readTree(store.notifications().get(index).payload());
  }

  @Test
  void sweep_thatFinishes_isToldToEachWhoAskedForIt() throws Exception {
    Run best = run(1, 1, 0.9712, Samples.finished(990));

    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FINISHED, ""));

    assertThat(keys())
        .containsExactly(
            "sweep.finished/%s/1".formatted(sweep.id()),
            "sweep.finished/%s/2".formatted(sweep.id()));
    JsonNode json = body(0);
    assertThat(json.get("type").asText()).isEqualTo("sweep.finished");
    assertThat(json.get("timestamp").asText()).isEqualTo("2026-11-28T12:00:00Z");
    String text =
        "digits has finished; its runs: 1 finished; the best is run 1 (val_accuracy 97.12 %,"
            + " test_accuracy 99.00 %)";
    assertThat(json.at("/data/text").asText()).isEqualTo(text);
    assertThat(json.at("/data/sweep/sweep_id").asText()).isEqualTo(sweep.id());
    assertThat(json.at("/data/sweep").has("sweep_file")).isFalse();
    assertThat(json.at("/data/run/run_id").asText()).isEqualTo(best.id());
    assertThat(store.notifications().get(1).payload()).isEqualTo("{\"text\":\"" + text + "\"}");
  }

  @Test
  void secrets_ofTheEnvironment_areRecordedNowhere() {
    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FINISHED, ""));

    assertThat(store.notifications())
        .isNotEmpty()
        .noneMatch(each -> each.toString().contains("nobody-may-see"))
        .noneMatch(each -> each.toString().contains("tiger"));
    assertThat(store.notifications().get(0).channel())
        .isEqualTo("{\"variable\":\"HOOK_URL\",\"secret\":\"HOOK_SECRET\",\"format\":\"json\"}");
  }

  @Test
  void runs_thatFailForGood_areTold() throws Exception {
    RunEnd failed = new RunEnd(RunStatus.FAILED, "diverged: the loss is NaN", 0, null);
    run(1, 1, 0.1, failed);
    assertThat(keys()).as("it is tried again").isEmpty();

    Run last = run(1, 2, 0.1, failed);

    assertThat(keys()).containsExactly("run.failed/%s/1".formatted(last.id()));
    assertThat(body(0).at("/data/text").asText())
        .isEqualTo("digits: run 1 failed: diverged: the loss is NaN");
  }

  /** What stands between angle brackets calls all of a channel, unless it is escaped. */
  @Test
  void slack_isToldWhatWasSaidAndCallsNobody() throws Exception {
    announcements.sweepEnded(
        store.endSweep(sweep.id(), SweepStatus.FINISHED, "need low < high & <!channel>\nfound 3"));

    String text = "digits has finished (need low < high & <!channel>↵found 3); its runs: none";
    assertThat(body(0).at("/data/text").asText()).isEqualTo(text);
    assertThat(body(1).get("text").asText())
        .isEqualTo(
            "digits has finished (need low &lt; high &amp; &lt;!channel&gt;↵found 3); its runs:"
                + " none");
    assertThat(Sent.all(store)).extracting(Sent::text).containsExactly(text, text);
  }

  @Test
  void sweep_thatHadFinals_isToldWithWhomTheyChose() throws Exception {
    run(1, 1, 0.97, Samples.finished(970));
    Run chosen = run(2, 1, 0.96, Samples.finished(960));
    FinalStanding standing = new FinalStanding(1, 1, 2, 0, 0.965, null, null, null);
    store.recordDecision(
        sweep.id(),
        Decision.ofFinals(3, Decision.Kind.WIN, chosen.id(), 2, standing, clock.instant()));

    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FINISHED, ""));

    assertThat(body(0).at("/data/text").asText()).contains("the best is run 2 (val_accuracy 96");
    assertThat(body(0).at("/data/run/run_id").asText()).isEqualTo(chosen.id());
  }

  /** For want of time, or once the target is reached. */
  @Test
  void run_thatIsNotTriedAgain_isToldWithTheSweepsEnd() {
    Run failed = run(1, 1, 0.1, new RunEnd(RunStatus.FAILED, "diverged", 0, null));

    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FINISHED, ""));

    assertThat(keys()).contains("run.failed/%s/1".formatted(failed.id()));
  }

  @Test
  void target_reachedByARunThatWaited_isToldWithTheSweepsEnd() {
    run(1, 1, 0.99, new RunEnd(RunStatus.PRUNED, "the sweep has ended", 0, null));
    assertThat(keys()).isEmpty();

    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FINISHED, "target reached"));

    assertThat(keys()).contains("target.reached/%s/1".formatted(sweep.id()));
  }

  @Test
  void target_reachedByTwo_isToldOnce() throws Exception {
    run(1, 1, 0.97, Samples.finished(970));
    run(2, 1, 0.981, Samples.finished(980));
    run(3, 1, 0.99, Samples.finished(990));

    assertThat(keys()).containsExactly("target.reached/%s/1".formatted(sweep.id()));
    assertThat(body(0).at("/data/text").asText())
        .isEqualTo(
            "digits: run 2 (val_accuracy 98.10 %, test_accuracy 98.00 %) has reached the target");
  }

  @Test
  void sweep_thatFailsAgain_isToldAgain() {
    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FAILED, "all runs failed"));
    clock.advance(Duration.ofMinutes(1));
    store.claimSweep(sweep.id(), owner);
    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.FAILED, "all runs failed"));

    assertThat(keys()).hasSize(2).allMatch(key -> key.startsWith("sweep.failed/" + sweep.id()));
  }

  @Test
  void sweep_thatAPersonEnds_isNotTold() {
    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, Sweep.ASKED));
    store.claimSweep(sweep.id(), owner);
    announcements.sweepEnded(store.endSweep(sweep.id(), SweepStatus.STOPPED, "stopped"));

    announcements.catchUp();

    assertThat(keys()).isEmpty();
  }

  @Test
  void catchUp_ownerDiedBeforeItTold_tellsAllOnce() throws Exception {
    run(1, 1, 0.99, Samples.finished(990));
    Run unseen = store.createRun(Samples.run(sweep.id(), 2, 2, Map.of("dropout", 0.5)));
    store.endRun(unseen.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
    clock.advance(Duration.ofMinutes(1));
    store.markInterrupted(); // Its last heartbeat is too long ago.

    announcements(ENVIRONMENT).catchUp();
    announcements(ENVIRONMENT).catchUp();

    assertThat(keys())
        .hasSize(3)
        .contains("target.reached/%s/1".formatted(sweep.id()))
        .contains("run.failed/%s/1".formatted(unseen.id()));
    assertThat(body(2).at("/data/text").asText())
        .startsWith("digits was interrupted: its owner is gone: process ")
        .endsWith("; it can be resumed");
  }

  @Test
  void catchUp_sweepOfTheWeekBefore_isNoNews() {
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    clock.advance(Duration.ofDays(8));

    announcements.catchUp();

    assertThat(keys()).isEmpty();
  }

  @Test
  void check_variableMissing_saysWhich() {
    assertThatThrownBy(() -> announcements(Map.of()).check(spec))
        .hasMessage("need the environment variable HOOK_URL, found none");
    assertThatThrownBy(() -> announcements(Map.of("HOOK_URL", "tiger")).check(spec))
        .hasMessage("need an HTTP or HTTPS URL in $HOOK_URL, found something else");
    assertThatThrownBy(() -> announcements(Map.of("HOOK_URL", "http://h/")).check(spec))
        .hasMessage("need the environment variable HOOK_SECRET, found none");
  }
}
