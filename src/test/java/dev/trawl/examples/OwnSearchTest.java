package dev.trawl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.testkit.TestCache;
import dev.trawl.track.Decision.Kind;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.train.EpochRules;
import dev.trawl.train.TrainerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of a search method and a stopping rule, on real images; and their page. */
class OwnSearchTest {
  private static final Path PAGE = Path.of("src/docs/add-a-search-method.md");
  private static final Path EXAMPLES = Path.of("src/examples/java/dev/trawl/examples");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  @Test
  void sweep_ofThePage_isSearchedAndStoppedByTheExamples() throws Exception {
    Searches searches = Searches.standard().with(new OneAtATime()).with(new PauseAt());
    Datasets datasets = new Datasets(TestCache.datasets(), line -> {});
    Architectures architectures = new Architectures();
    String file = blocks(YAML).get(0);
    SweepSource source =
        new SweepSource(
            "own.yaml",
            file,
            List.of("dataset={name: mnist, train_limit: 300, test_limit: 100}", "workers=2"));
    Clock clock = Clock.systemUTC();
    try (RunStore store = H2RunStore.open("jdbc:h2:mem:own-search", clock)) {
      Sweep sweep =
          new SweepRunner(
                  store,
                  new TrainerFactory(datasets, architectures, EpochRules.standard()),
                  searches,
                  Owner::ofThisProcess,
                  Scheduling.standard(),
                  work -> new Thread(work).start(),
                  clock)
              .start(
                  source,
                  new SweepFiles(datasets, architectures, searches, EpochRules.standard())
                      .read(source)
                      .spec(),
                  List.of())
              .await();

      List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
      assertThat(runs).hasSize(20).extracting(Run::parameters).doesNotHaveDuplicates();
      assertThat(runs)
          .extracting(Run::status)
          .containsOnly(RunStatus.FINISHED, RunStatus.PRUNED)
          .contains(RunStatus.FINISHED);
      assertThat(store.decisions(sweep.id()))
          .extracting(decision -> decision.kind())
          .contains(Kind.START, Kind.PAUSE, Kind.PROMOTE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OneAtATime", "PauseAt"})
  void page_showsAnExample_asItIs(String example) throws Exception {
    String source = Files.readString(EXAMPLES.resolve(example + ".java"));
    String code = source.substring(source.indexOf("/**"));

    assertThat(blocks(JAVA)).contains(code);
  }

  private static List<String> blocks(Pattern fence) throws Exception {
    return fence
        .matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }
}
