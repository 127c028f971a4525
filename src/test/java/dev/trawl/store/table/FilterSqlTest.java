package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What filters find in the database. {@link RandomFiltersTest} has random ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilterSqlTest {
  private final H2RunStore store;

  FilterSqlTest(@TempDir Path folder) {
    store =
        H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), new FakeClock(Instant.EPOCH));
  }

  @AfterAll
  void close() {
    store.close();
  }

  @Test
  void runs_filterThatLooksLikeSql_isOnlyText() throws InvalidFilterException {
    Sweep sweep = store.createSweep(Samples.sweep("quoted"), Owner.ofThisProcess());
    Run run = store.createRun(Samples.run(sweep.id(), 1, 1, Map.of("a", "x")));
    RunFilter filter = RunFilter.parse("params.a = 'x'' OR 1 = 1 --'", "filter");
    assertThat(store.runs(sweep.id(), RunQuery.ALL.withFilter(filter))).isEmpty();
    assertThat(store.runs(sweep.id(), RunQuery.ALL)).extracting(Run::id).containsExactly(run.id());
  }

  @Test
  void runs_filteredByALongNote_areFound() throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("notes"), Owner.ofThisProcess());
    Run run = store.createRun(Samples.run(other.id(), 1));
    store.tagRun(run.id(), "note", "\n\"".repeat(3999) + "ä!");
    for (String filter : List.of("tags.note LIKE '%\"ä!'", "tags.note IS NOT NULL")) {
      RunQuery query = RunQuery.ALL.withFilter(RunFilter.parse(filter, "test"));
      assertThat(store.runs(other.id(), query)).as(filter).extracting(Run::id).contains(run.id());
    }
  }

  /** Which H2 alone would go back and forth over for years. */
  @Test
  void runs_filteredByAPatternOfManyParts_areFoundAtOnce() throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("attacked"), Owner.ofThisProcess());
    String sentence = "here we see where the seven eels were seen between these green reefs; ";
    for (int number = 1; number <= 3; number++) {
      Run run = store.createRun(Samples.run(other.id(), number));
      store.tagRun(run.id(), "note", sentence.repeat(number * 23).concat(number == 2 ? "e#" : ""));
    }
    RunFilter filter = RunFilter.parse("tags.note LIKE '%s#'".formatted("%e".repeat(14)), "test");
    List<RunFilter> both = List.of(filter, new RunFilter.Not(filter));
    List<List<Integer>> found =
        assertTimeoutPreemptively(
            Duration.ofMinutes(1),
            () ->
                both.stream()
                    .map(each -> numbers(store.runs(other.id(), RunQuery.ALL.withFilter(each))))
                    .toList());
    assertThat(found).containsExactly(List.of(2), List.of(1, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "= '-0' | 1 2",
        "= '0.0' | 1 2",
        "= -0 | 1 2",
        "= '1e22' | 3",
        "= '1.0E+22' | 3",
        "= '64' | 4 5",
        "= '6.4E1' | 4",
        "= '+64.0' | 4",
        "IN ('1e22', '0') | 1 2 3",
        "!= '6.4e1' | 1 2 3 5 6",
        "= 'true' | 6"
      })
  void runs_filteredByANumberInQuotes_areThoseOfThatNumber(String condition, String found)
      throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("spelt"), Owner.ofThisProcess());
    List<Object> values = List.of(-0.0, 0L, 1e22, 64L, "64", true);
    for (Object value : values) {
      int number = 1 + values.indexOf(value);
      store.createRun(Samples.run(other.id(), number, 1, Map.of("x", value)));
    }
    RunFilter filter = RunFilter.parse("params.x " + condition, "test");
    assertThat(numbers(store.runs(other.id(), RunQuery.ALL.withFilter(filter))))
        .extracting(Object::toString)
        .containsExactly(found.split(" ", -1));
    RunFilter negated = new RunFilter.Not(new RunFilter.Not(filter));
    assertThat(store.runs(other.id(), RunQuery.ALL.withFilter(negated)))
        .isEqualTo(store.runs(other.id(), RunQuery.ALL.withFilter(filter)));
  }

  @Test
  void runs_filteredByAList_areFoundWhateverItsBlanks() throws InvalidFilterException {
    Sweep other = store.createSweep(Samples.sweep("lists"), Owner.ofThisProcess());
    Object nested = List.of(List.of(3L, -0.5), List.of("a b", true), List.of());
    store.createRun(Samples.run(other.id(), 1, 1, Map.of("x", nested)));
    store.createRun(Samples.run(other.id(), 2, 1, Map.of("x", "[16, 32]")));
    store.createRun(Samples.run(other.id(), 3, 1, Map.of("x", List.of(16L, 32L))));
    Map<String, List<Integer>> expected =
        Map.of(
            "params.x = '[[3,-0.5],[\"a b\",true],[]]'", List.of(1),
            "params.x = ' [ [3, -5e-1], [\"a b\" , true], [ ] ]\n'", List.of(1),
            "params.x = '[16, 32]'", List.of(2, 3),
            "params.x = '[16,32]'", List.of(3),
            "params.x IN ('[16,  32]')", List.of(3),
            "params.x != '[16 ,32]'", List.of(1, 2),
            "params.x = '[16, 32] x'", List.of());
    for (Map.Entry<String, List<Integer>> entry : expected.entrySet()) {
      RunQuery query = RunQuery.ALL.withFilter(RunFilter.parse(entry.getKey(), "test"));
      assertThat(numbers(store.runs(other.id(), query)))
          .as(entry.getKey())
          .isEqualTo(entry.getValue());
    }
  }

  private static List<Integer> numbers(List<Run> runs) {
    return runs.stream().map(Run::number).toList();
  }
}
