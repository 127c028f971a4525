package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.Samples;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.ReadLimitException;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PagedCurvesTest {
  private static final int RUNS = 2 * StoreParts.CURVES_AT_A_TIME + 50;

  private final H2RunStore store = H2RunStore.open("jdbc:h2:mem:curves", Clock.systemUTC());
  private final String sweep =
      store.createSweep(Samples.sweep("curves"), Owner.ofThisProcess()).id();
  private final List<String> ids =
      store.importRuns(
          sweep, IntStream.rangeClosed(1, RUNS).mapToObj(number -> run(number)).toList());

  /** Where no more runs' metrics can be read in time than are read at once. */
  private final Runs limited =
      new Limited(store.parts().reading(this::readLimited, this::readLimited));

  private record Limited(StoreParts parts) implements H2Runs {}

  private <T> T readLimited(Function<Handle, T> work) {
    T answer = store.parts().read(work);
    if (answer instanceof Map<?, ?> curves && curves.size() > StoreParts.CURVES_AT_A_TIME) {
      throw new ReadLimitException("need an answer within the limit, found none", null);
    }
    return answer;
  }

  private ImportedRun run(int number) {
    List<Epoch> epochs =
        IntStream.rangeClosed(1, 2)
            .mapToObj(
                epoch ->
                    new Epoch(
                        epoch,
                        Map.of(Metric.VAL_ACCURACY, 0.001 * number, Metric.VAL_LOSS, 1.0 * epoch),
                        1,
                        epoch == 1,
                        CheckpointData.NONE))
            .toList();
    RunEnd end = new RunEnd(RunStatus.FAILED, "x", 0, null);
    return new ImportedRun(Samples.run(sweep, number), Instant.EPOCH, epochs, end);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void sweepMetrics_ofMoreRunsThanOneReadMayTake_areThoseOfAllByNumber() {
    store.deleteRun(ids.get(7));

    Map<String, List<Metric>> curves = limited.sweepMetrics(sweep, Metric.VAL_ACCURACY);

    assertThat(curves.keySet())
        .containsExactlyElementsOf(ids.stream().filter(id -> !id.equals(ids.get(7))).toList());
    curves.forEach(
        (id, curve) ->
            assertThat(curve).isEqualTo(store.metrics(id, Set.of(Metric.VAL_ACCURACY))).hasSize(2));
  }

  @Test
  void sweepMetrics_ofSomeOfThem_areTheirsByNumber() {
    List<String> some =
        IntStream.range(0, RUNS).filter(i -> i % 2 == 1).mapToObj(ids::get).toList();
    Set<String> wanted = new HashSet<>(some);
    wanted.addAll(Arrays.asList("none", "'"));

    Map<String, List<Metric>> curves = limited.sweepMetrics(sweep, Set.of(), wanted);

    assertThat(curves.keySet()).containsExactlyElementsOf(some);
    curves.forEach((id, all) -> assertThat(all).isEqualTo(store.metrics(id, Set.of())).hasSize(4));
  }
}
