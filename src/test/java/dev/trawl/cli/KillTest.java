package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real process that runs a sweep is killed at random moments, by SIGKILL, and resumed, until the
 * sweep has ended: it then holds what an undisturbed sweep holds, bit for bit. {@code
 * -Dtrawl.test.kills=25} kills more often.
 */
final class KillTest {
  private static final Logger log = LoggerFactory.getLogger(KillTest.class);
  private static final int KILLS = Integer.getInteger("trawl.test.kills", 2);

  private static final Pattern AN_EPOCH = Pattern.compile("  epoch \\d+/");

  /** What differs from one execution to the next. */
  private static final Set<String> SPEEDS =
      Set.of("images_per_second", "test_cpu_seconds_per_image");

  private final Workplace killed;
  private final Workplace undisturbed;
  private final Path file;

  KillTest(@TempDir Path folder) throws IOException {
    killed = Workplace.create(folder, "killed");
    undisturbed = Workplace.create(folder, "undisturbed");
    file =
        killed.sweep(
            """
            method: random
            run_cap: 4
            seed: 7
            metric: {name: val_loss, goal: minimize}
            parameters:
              filters: {value: [4]}
              batch_size: {values: [16, 24]}
              dropout: {min: 0.0, max: 0.4}
              learning_rate: {distribution: log_uniform_values, min: 0.0005, max: 0.02}
            training:
              epochs: 20
              checkpoints: best
              augmentation: {rotation: 5, shift: 0.1}
              early_stopping: {monitor: val_loss, patience: 12}
              reduce_lr: {monitor: val_loss, factor: 0.5, patience: 3}
            """);
  }

  @Test
  void sweep_killedAtRandomMoments_endsAsOneThatWasNot() throws Exception {
    assertThat(undisturbed.trawl("run", file.toString(), "--no-dashboard").exitCode()).isZero();
    List<String> whole = recorded(undisturbed);
    long seed = System.nanoTime();
    log.info("kills seed={}", seed);
    Random random = new Random(seed);

    for (int kill = 1; kill <= KILLS; kill++) {
      Process process = start();
      awaitFirstEpoch(process);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(1 + 2400 / (kill % 4 + 1)));
      boolean alive = process.isAlive();
      process.destroyForcibly().waitFor();
      log.info("kill={} alive={} epochs={}", kill, alive, epochs());
      if (!alive) {
        assertEnded(process, whole);
        restart();
      }
    }
    Process last = start();
    assertThat(last.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertEnded(last, whole);
  }

  private void assertEnded(Process process, List<String> whole) throws IOException {
    assertThat(process.exitValue()).as(Files.readString(killed.err())).isZero();
    assertThat(recorded(killed)).isEqualTo(whole);
  }

  /** The next kills have a new sweep. */
  private void restart() throws IOException {
    try (RunStore store = open(killed)) {
      assertThat(sweep(store).orElseThrow().status()).isEqualTo(SweepStatus.FINISHED);
    }
    for (String suffix : List.of(".mv.db", ".password")) {
      Files.deleteIfExists(killed.folder().resolve(killed.name() + suffix));
    }
  }

  private Process start() throws IOException {
    boolean recorded;
    try (RunStore store = open(killed)) {
      recorded = sweep(store).isPresent();
      store.markInterrupted();
      assertThat(store.sweeps())
          .as("a sweep of a process that is gone")
          .noneMatch(sweep -> sweep.status() == SweepStatus.RUNNING);
    }
    return recorded
        ? killed.start("resume", "brightness", "--no-dashboard")
        : killed.start("run", file.toString(), "--no-dashboard");
  }

  private void awaitFirstEpoch(Process process) throws Exception {
    while (process.isAlive() && !AN_EPOCH.matcher(Files.readString(killed.err())).find()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static RunStore open(Workplace workplace) {
    return H2RunStore.open(workplace.database(), Clock.systemUTC());
  }

  private static Optional<Sweep> sweep(RunStore store) {
    return store.findSweep("brightness");
  }

  private int epochs() {
    try (RunStore store = open(killed)) {
      return sweep(store).stream()
          .flatMap(sweep -> store.runs(sweep.id(), RunQuery.ALL).stream())
          .mapToInt(Run::epochs)
          .sum();
    }
  }

  /** All that training has to repeat exactly. */
  private static List<String> recorded(Workplace workplace) {
    List<String> lines = new ArrayList<>();
    try (RunStore store = open(workplace)) {
      for (Run run : store.runs(sweep(store).orElseThrow().id(), RunQuery.ALL)) {
        assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
        lines.add(
            "run %d seed %d %s epochs %d best %d band %d"
                .formatted(
                    run.number(),
                    run.provenance().seed(),
                    new TreeMap<>(run.parameters()),
                    run.epochs(),
                    run.bestEpoch(),
                    run.band()));
        lines.add(store.evaluation(run.id()).toString());
        for (Metric metric : store.metrics(run.id(), Set.of())) {
          if (!SPEEDS.contains(metric.key())) {
            lines.add(
                "%s %d %s"
                    .formatted(metric.key(), metric.step(), Double.toHexString(metric.value())));
          }
        }
        store.checkpoints(run.id()).stream()
            .map(Checkpoint::epoch)
            .forEach(epoch -> lines.add("checkpoint " + epoch));
      }
    }
    return lines;
  }
}
