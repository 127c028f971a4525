package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MachineLoadTest {
  private static final int CORES = 8;

  @Test
  void workers_whereTheFileNamesNone_haveCoresForAllTheirThreads() {
    assertThat(load(null, Map.of()).workers()).isEqualTo(8);
    assertThat(load(null, threads(4L)).workers()).isEqualTo(2);
    assertThat(load(null, threads(1L, 3L)).workers()).isEqualTo(2);
    assertThat(load(null, Map.of("threads", new Distribution.IntUniform(1, 16))).workers())
        .isEqualTo(1);
    assertThat(load(5, threads(4L)).workers()).isEqualTo(5);
  }

  @Test
  void warning_ofMoreThreadsThanCores_countsThem() {
    assertThat(load(null, threads(4L)).warning()).isEmpty();
    assertThat(load(8, Map.of()).warning()).isEmpty();
    assertThat(load(4, threads(1L, 4L)).warning())
        .contains(
            "4 workers with up to 4 threads each want 16 cores, found 8:"
                + " the runs will slow each other down");
    assertThat(load(null, threads(16L)).warning().orElseThrow())
        .startsWith("1 worker with up to 16 threads each wants 16 cores, found 8");
  }

  private static Map<String, Distribution> threads(Object... values) {
    return Map.of("threads", new Distribution.Categorical(List.of(values), List.of()));
  }

  private static MachineLoad load(@Nullable Integer workers, Map<String, Distribution> space) {
    SweepSpec spec =
        new SweepSpec(
            Title.of("test"),
            new DatasetSpec("mnist", null, 0.2, 100, 50),
            "cnn",
            SearchSpec.of(Selection.of("grid"), space),
            1,
            new Objective("val_accuracy", Goal.MAXIMIZE, null),
            List.of(),
            TrainingSpec.of(1),
            new ExecutionSpec(workers, 0, 5));
    return MachineLoad.of(spec, CORES);
  }
}
