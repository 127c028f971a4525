package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.data.Datasets;
import dev.trawl.export.Exporter;
import dev.trawl.export.ModelFormats;
import dev.trawl.model.Architectures;
import dev.trawl.notify.Announcements;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.EpochRules;
import dev.trawl.train.TrainerFactory;
import dev.trawl.wire.RecordJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ActiveSweepsTest {

  /** Of sweeps that tell nobody anything. */
  static Announcements silent(RunStore store) {
    return new Announcements(
        store,
        source -> {
          throw new IllegalStateException("need no spec");
        },
        Map.of(),
        new RecordJson(),
        Clock.systemUTC());
  }

  /** A server that starts a sweep a day would else keep the images of all. */
  @Test
  void sweep_thatHasEnded_isLetGo(@TempDir Path folder) throws Exception {
    Workplace workplace = Workplace.create(folder, "active");
    Path file =
        workplace.sweep(
            """
            method: grid
            parameters: {filters: {value: [4]}}
            training: {epochs: 1}
            """);
    Datasets datasets = new Datasets(folder, line -> {});
    SweepFiles files =
        new SweepFiles(datasets, new Architectures(), Searches.standard(), EpochRules.standard());
    SweepSource source = new SweepSource("s.yaml", Files.readString(file), List.of());
    try (RunStore store = H2RunStore.open("jdbc:h2:mem:active", Clock.systemUTC())) {
      ActiveSweeps sweeps =
          new ActiveSweeps(
              () ->
                  new SweepRunner(
                      store,
                      new TrainerFactory(datasets, new Architectures(), EpochRules.standard()),
                      Searches.standard(),
                      Owner::ofThisProcess,
                      Scheduling.standard(),
                      work -> new Thread(work).start(),
                      Clock.systemUTC()),
              files,
              new BestModel(
                  store,
                  files,
                  new Exporter(store, files, datasets, new ModelFormats(), Clock.systemUTC()),
                  null),
              silent(store));

      Sweep started = sweeps.start(source, files.read(source).spec());
      while (sweeps.count() > 0) {
        Thread.sleep(10);
      }

      assertThat(store.sweep(started.id()).orElseThrow().status()).isEqualTo(SweepStatus.FINISHED);
      assertThat(sweeps.interrupt()).isEmpty();
    }
  }
}
