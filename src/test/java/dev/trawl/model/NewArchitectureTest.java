package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.data.Datasets;
import dev.trawl.examples.DenseNetwork;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.testkit.TestCache;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.train.EpochRules;
import dev.trawl.train.TrainerFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An architecture that isn't Trawl's, registered as its page says, kept and really trained. */
class NewArchitectureTest extends ArchitectureContract {
  private static final String SWEEP =
      """
      name: dense
      dataset: {name: mnist, train_limit: 600, test_limit: 200}
      model: dense
      method: grid
      metric: {name: val_accuracy, goal: maximize}
      parameters:
        learning_rate: {value: 0.003}
        activation: {values: [relu, tanh]}
        batch_norm: {values: [true, no]}
      training: {epochs: 2}
      """;

  @Override
  Architectures architectures() {
    return new Architectures(Map.of("dense", new DenseNetwork()));
  }

  @Test
  void sweep_overItsChoiceAndFlag_trainsThemAll() throws Exception {
    Datasets datasets = new Datasets(TestCache.datasets(), line -> {});
    SweepSource source = new SweepSource("dense.yaml", SWEEP, List.of());
    try (RunStore store = H2RunStore.open("jdbc:h2:mem:dense", Clock.systemUTC())) {
      Sweep sweep =
          new SweepRunner(
                  store,
                  new TrainerFactory(datasets, architectures(), EpochRules.standard()),
                  Searches.standard(),
                  Owner::ofThisProcess,
                  Scheduling.standard(),
                  work -> new Thread(work).start(),
                  Clock.systemUTC())
              .start(
                  source,
                  new SweepFiles(
                          datasets, architectures(), Searches.standard(), EpochRules.standard())
                      .read(source)
                      .spec(),
                  List.of())
              .await();

      List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
      assertThat(runs).extracting(Run::status).containsOnly(RunStatus.FINISHED).hasSize(4);
      assertThat(runs)
          .extracting(Run::parameters)
          .containsExactly(
              point("relu", true), point("relu", false), point("tanh", true), point("tanh", false));
      assertThat(runs)
          .extracting(run -> run.metrics().get("test_accuracy"))
          .allMatch(found -> found > 0.5);
      RunFilter filter =
          RunFilter.parse("params.activation = 'tanh' AND params.batch_norm = 'false'", "filter");
      assertThat(store.runs(sweep.id(), RunQuery.ALL.withFilter(filter)))
          .extracting(Run::number)
          .containsExactly(4);
    }
  }

  private static Map<String, Object> point(String activation, boolean batchNorm) {
    return Map.of("learning_rate", 0.003, "activation", activation, "batch_norm", batchNorm);
  }
}
