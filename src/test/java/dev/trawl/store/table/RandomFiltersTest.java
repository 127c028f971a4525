package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What SQL finds by a filter is what plain Java finds, for random runs and filters. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RandomFiltersTest {
  private static final int RUNS = 60;
  private static final int FILTERS = 600;
  private static final int ORDERS = 300;

  private final H2RunStore store;
  private final Sweep sweep;

  RandomFiltersTest(@TempDir Path folder) {
    store =
        H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), new FakeClock(Instant.EPOCH));
    sweep = store.createSweep(Samples.sweep("filters"), Owner.ofThisProcess());
  }

  @BeforeAll
  void record() {
    RandomFilters random = new RandomFilters(11);
    for (int number = 1; number <= RUNS; number++) {
      Run run = store.createRun(Samples.run(sweep.id(), number, 1, random.parameters()));
      random.tags().forEach((name, value) -> store.tagRun(run.id(), name, value));
      if (random.below(4) > 0) {
        store.recordEpoch(run.id(), Samples.epoch(1, random.number(), true), Set.of());
      }
    }
  }

  @AfterAll
  void close() {
    store.close();
  }

  @Test
  void runs_filtered_areThoseOfTheOracle() throws InvalidFilterException {
    RandomFilters random = new RandomFilters(5);
    List<Run> all = store.runs(sweep.id(), RunQuery.ALL);
    int some = 0;
    for (int i = 0; i < FILTERS; i++) {
      RunFilter filter = random.filter(3);
      RunFilter read = RunFilter.parse(filter.text(), "filter");
      List<Integer> found = numbers(store.runs(sweep.id(), RunQuery.ALL.withFilter(read)));
      List<Integer> expected =
          numbers(
              all.stream()
                  .filter(run -> Boolean.TRUE.equals(FilterOracle.holds(filter, run)))
                  .toList());
      assertThat(found).as(filter.text()).isEqualTo(expected);
      some += found.isEmpty() || found.size() == RUNS ? 0 : 1;
    }
    assertThat(some).as("filters that tell runs apart").isGreaterThan(FILTERS / 3);
  }

  /** One to three keys, each in either direction, and a page of the runs that a filter leaves. */
  @Test
  void runs_ordered_areAsTheOracleSortsThem() throws InvalidFilterException {
    RandomFilters random = new RandomFilters(3);
    List<Run> all = store.runs(sweep.id(), RunQuery.ALL);
    for (int i = 0; i < ORDERS; i++) {
      List<RunOrder> order = new ArrayList<>();
      for (int keys = 1 + random.below(3); keys > 0; keys--) {
        order.add(new RunOrder(random.key(), random.either()));
      }
      RunFilter filter = i % 2 == 0 ? null : random.filter(1);
      String text = order.stream().map(RunOrder::text).collect(Collectors.joining(", "));
      int offset = random.below(RUNS / 2);
      RunQuery query =
          RunQuery.ALL.withOrder(RunOrder.parse(text, "order")).withOffset(offset).withLimit(20);
      List<Integer> found =
          numbers(store.runs(sweep.id(), filter == null ? query : query.withFilter(filter)));
      List<Integer> expected =
          numbers(
              all.stream()
                  .filter(
                      run -> filter == null || Boolean.TRUE.equals(FilterOracle.holds(filter, run)))
                  .sorted(FilterOracle.comparator(order))
                  .skip(offset)
                  .limit(20)
                  .toList());
      assertThat(found).as("%s of %s", text, filter).isEqualTo(expected);
    }
  }

  private static List<Integer> numbers(List<Run> runs) {
    return runs.stream().map(Run::number).toList();
  }
}
