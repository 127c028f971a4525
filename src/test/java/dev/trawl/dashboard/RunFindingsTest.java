package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.RunDiagnosis;
import dev.trawl.dashboard.RunFindings.Counted;
import dev.trawl.dashboard.RunFindings.Kind;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many runs have which finding, over a real store. */
final class RunFindingsTest {

  @Test
  void of_asRunsChange_countsEachAsItIsNow(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      RunFindings findings = new RunFindings(serving.store);

      Counted before = findings.of(sweep, runs(serving, sweep));
      Run running = runs(serving, sweep).get(10);
      serving.store.endRun(
          running.id(), new RunEnd(RunStatus.FAILED, "diverged", 0, null), Set.of());
      Counted after = findings.of(sweep, runs(serving, sweep));

      assertThat(diverged(before)).isEqualTo(new Kind("It diverged", "error", List.of(10)));
      assertThat(diverged(after)).isEqualTo(new Kind("It diverged", "error", List.of(10, 11)));
      assertThat(before.kinds()).first().isEqualTo(diverged(before));
      assertThat(before.runs()).isEqualTo(11);
      assertThat(after.without()).isEqualTo(before.without() - 1);
      assertThat(new RunFindings(serving.store).of(sweep, runs(serving, sweep))).isEqualTo(after);
    }
  }

  @Test
  void of_allRunsAtOnce_isWhatEachRunsOwnDiagnosisSays(@TempDir Path folder) {
    try (Serving serving = new Serving(folder)) {
      Sweep sweep = serving.recording.digits();
      Map<String, List<Integer>> expected = new TreeMap<>();
      for (Run run : runs(serving, sweep)) {
        RunDiagnosis.of(serving.store, Recording.files(), sweep, run)
            .forEach(
                finding ->
                    expected
                        .computeIfAbsent(finding.title(), title -> new ArrayList<>())
                        .add(run.number()));
      }

      Counted counted = new RunFindings(serving.store).of(sweep, runs(serving, sweep));

      assertThat(expected).hasSizeGreaterThan(1);
      assertThat(counted.kinds())
          .allSatisfy(kind -> assertThat(kind.numbers()).isEqualTo(expected.get(kind.title())))
          .hasSameSizeAs(expected.keySet());
    }
  }

  private static Kind diverged(Counted counted) {
    return counted.kinds().stream()
        .filter(kind -> kind.title().equals("It diverged"))
        .findFirst()
        .orElseThrow();
  }

  private static List<Run> runs(Serving serving, Sweep sweep) {
    return serving.store.runs(sweep.id(), RunQuery.ALL);
  }
}
