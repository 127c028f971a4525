package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.StopAudit;
import dev.trawl.examples.OneAtATime;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Selection;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopped runs that are trained to their end, for the record only. */
@Timeout(60)
class AuditTest {
  @AutoClose private static final SweepFixture sweeps = new SweepFixture();

  @BeforeAll
  static void open() {
    sweeps.searches = Searches.standard().with(new OneAtATime());
  }

  private static SpecBuilder spec(String rule, double share) {
    Map<String, Object> values = new LinkedHashMap<>(SweepFixture.rule(rule).values());
    values.put("audit", share);
    return SpecBuilder.searchedBy(new Selection("one_at_a_time", Map.of("start_up", 4)))
        .stoppedBy(new Selection(rule, values))
        .parameter("rate", new LogUniformValues(0.01, 0.3))
        .runCap(14)
        .workers(2);
  }

  private static StopAudit audit(Sweep sweep) {
    return StopAudit.of(sweep, sweeps.runs(sweep), sweeps.store.decisions(sweep.id()))
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"asha", "hyperband", "median"})
  void audit_ofAll_trainsEachStoppedRunOnAndChangesNoDecision(String rule) throws Exception {
    Sweep without = sweeps.run(spec(rule, 0).build());
    Sweep with = sweeps.run(spec(rule, 1).build());

    assertThat(sweeps.jobs(with).decisions()).isEqualTo(sweeps.jobs(without).decisions());
    assertThat(with.runs()).isEqualTo(without.runs());
    assertThat(sweeps.runs(with)).allSatisfy(run -> assertThat(run.epochs()).isEqualTo(5));
    assertThat(sweeps.runs(with))
        .filteredOn(run -> run.status() == RunStatus.PRUNED)
        .isNotEmpty()
        .allSatisfy(
            run -> {
              assertThat(run.reason()).endsWith("; trained on for the audit");
              assertThat(run.metrics()).doesNotContainKey("test_accuracy");
            });
    assertThat(audit(with).audited()).isEqualTo(with.runs().get(RunStatus.PRUNED));
    assertThat(StopAudit.of(without, sweeps.runs(without), sweeps.store.decisions(without.id())))
        .isEmpty();
    assertThat(
            new SweepVerification(
                    sweeps.store, sweeps.searches, sweeps.reader, with, spec(rule, 1).build())
                .verify()
                .difference())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"asha", "hyperband"})
  void audit_killedAndResumed_isTheSame(String rule) throws Exception {
    Random random = new Random(5);
    SweepFixture.Jobs undisturbed = sweeps.jobs(sweeps.run(spec(rule, 0.8).build()));
    int audited = 0;
    for (int round = 0; round < 2; round++) {
      Sweep sweep = sweeps.killed(null, spec(rule, 0.8).build(), 30 + random.nextInt(60));
      while (sweep.status() != SweepStatus.FINISHED) {
        sweep = sweeps.killed(sweep, spec(rule, 0.8).build(), 5 + random.nextInt(40));
      }
      assertThat(sweeps.jobs(sweep)).isEqualTo(undisturbed);
      audited = audit(sweep).audited();
    }
    assertThat(audited).isBetween(1, 12);
  }
}
