package dev.trawl.store.table;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The processor time of recording an epoch, of all threads, and that of the checksums which it
 * computes, of the rows that were recorded: one process, so that other work of the machine counts
 * for neither.
 */
public final class ChecksumCost {
  private static final int EPOCHS = 20;
  private static final int RUNS = 100;
  private static final int WARM_UP_RUNS = 30;
  private static final int REPETITIONS = 200_000;
  private static final List<String> METRICS =
      List.of(
          Metric.TRAIN_LOSS,
          Metric.TRAIN_ACCURACY,
          Metric.VAL_LOSS,
          Metric.VAL_ACCURACY,
          Metric.LEARNING_RATE,
          Metric.IMAGES_PER_SECOND,
          "gradient_norm");

  /** Computed for an epoch with its heartbeat, those that are only verified too; rounded up. */
  private static final Map<CheckedTable, Integer> AN_EPOCH =
      Map.of(
          CheckedTable.SWEEP, 3,
          CheckedTable.OWNER, 2,
          CheckedTable.RUN, 4,
          CheckedTable.METRIC_KEY, 15,
          CheckedTable.ENVIRONMENT, 2,
          CheckedTable.POINT, 2,
          CheckedTable.CHECKPOINT, 1);

  private ChecksumCost() {}

  /**
   * Prints both, and their ratio.
   *
   * @param arguments a folder, and the bytes of an epoch's model
   */
  public static void main(String[] arguments) throws SQLException {
    Path file = Path.of(arguments[0]).resolve("checksums");
    int modelBytes = Integer.parseInt(arguments[1]);
    double recording = recording(file, modelBytes);
    double checksums = checksums(file);
    System.out.printf(
        "models of %d bytes: an epoch %.0f us, its checksums %.1f us of processor time: %.2f %%%n",
        modelBytes, recording, checksums, 100 * checksums / recording);
  }

  /** In microseconds an epoch. */
  private static double recording(Path file, int modelBytes) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Random random = new Random(1);
    try (RunStore store =
        H2RunStore.open(
            "jdbc:h2:file:%s;USER=trawl;PASSWORD=".formatted(file), Clock.systemUTC())) {
      Owner owner = Owner.ofThisProcess();
      Sweep sweep = store.createSweep(Samples.sweep("checksums"), owner);
      long begin = 0;
      for (int number = 1; number <= WARM_UP_RUNS + RUNS; number++) {
        if (number == WARM_UP_RUNS + 1) {
          begin = system.getProcessCpuTime();
        }
        Run run = store.createRun(Samples.run(sweep.id(), number));
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
          Map<String, Double> metrics = new LinkedHashMap<>();
          METRICS.forEach(key -> metrics.put(key, random.nextDouble()));
          byte[] model = new byte[modelBytes];
          random.nextBytes(model);
          store.recordEpoch(
              run.id(), Samples.epoch(epoch, metrics, epoch % 3 == 1, model), Set.of(epoch));
          store.heartbeat(sweep.id(), owner);
        }
        store.endRun(run.id(), Samples.finished(990), Set.of());
      }
      return (system.getProcessCpuTime() - begin) / 1e3 / (RUNS * EPOCHS);
    }
  }

  /** In microseconds an epoch. */
  private static double checksums(Path file) throws SQLException {
    List<StoredRow> rows = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:%s;USER=trawl;PASSWORD=".formatted(file));
        Statement statement = connection.createStatement()) {
      for (Map.Entry<CheckedTable, Integer> table : AN_EPOCH.entrySet()) {
        try (ResultSet row = statement.executeQuery(table.getKey().select("t"))) {
          if (row.next()) {
            rows.addAll(Collections.nCopies(table.getValue(), table.getKey().read(row)));
          }
        }
      }
    }
    int sum = 0;
    long begin = 0;
    for (int i = -REPETITIONS / 4; i < REPETITIONS; i++) {
      if (i == 0) {
        begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      }
      for (StoredRow row : rows) {
        sum += row.found();
      }
    }
    double micros =
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) / 1e3 / REPETITIONS;
    System.err.printf("%d rows an epoch, sum %x%n", rows.size(), sum);
    return micros;
  }
}
