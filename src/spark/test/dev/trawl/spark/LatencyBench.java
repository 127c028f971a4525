package dev.trawl.spark;

import dev.trawl.dashboard.DashboardServer;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.runner.ActiveSweep;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.train.EpochRules;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long word takes on its way to and from an executor.
 *
 * @param jar of these classes
 * @param row takes what was measured, and what was found
 */
record LatencyBench(Path folder, String jar, BiConsumer<String, String> row) {
  private static final int ASKED = 20;
  private static final String FOUR_SLOTS = "local-cluster[1,4,1024]";
  private static final Pattern RUN_ID = Pattern.compile("\"run_id\":\"([^\"]+)\"");
  private static final Pattern LAST_VALUE = Pattern.compile(".*\"value\":([0-9.E]+)");

  /** From the request in the database to where the run hears it, and to its recorded end. */
  void stops() throws Exception {
    try (BenchCluster cluster = new BenchCluster(FOUR_SLOTS, jar)) {
      List<Double> heard = new ArrayList<>();
      Map<String, Long> asked = new ConcurrentHashMap<>();
      List<Double> ended = Collections.synchronizedList(new ArrayList<>());
      RunListener stopper =
          new RunListener() {
            @Override
            public void runEnded(Run run) {
              ended.add(System.currentTimeMillis() - (double) asked.getOrDefault(run.id(), 0L));
            }
          };
      try (RunStore store = open("stops")) {
        SweepSpec spec = SparkBench.spec(ASKED, 3600, 1000, 0).build();
        ActiveSweep sweep =
            Measured.runner(store, cluster).start(Measured.SOURCE, spec, List.of(stopper));
        long seed = 1;
        while (asked.size() < ASKED) {
          seed = (seed * 1103515245 + 12345) & Integer.MAX_VALUE;
          TimeUnit.MILLISECONDS.sleep(300 + seed % 700);
          for (Run run : store.runs(sweep.sweep().id(), RunQuery.ALL)) {
            if (run.status() == RunStatus.RUNNING
                && run.epochs() > 0
                && !asked.containsKey(run.id())) {
              asked.put(run.id(), System.currentTimeMillis());
              store.requestStop(new StopRequest(run.sweepId(), run.id()));
              break;
            }
          }
        }
        Sweep over = sweep.await();
        for (Run run : store.runs(over.id(), RunQuery.ALL)) {
          heard.add(SimulatedTraining.heardAt(run) - asked.getOrDefault(run.id(), 0L));
        }
      }
      row.accept("20 stops: from the request to where the run hears it, ms", spread(heard));
      row.accept("the same to its recorded end, ms", spread(ended));
    }
  }

  /** What a pruner decides on an epoch: from its end there to where the run hears it. */
  void verdicts() throws Exception {
    try (BenchCluster cluster = new BenchCluster(FOUR_SLOTS, jar)) {
      verdicts(cluster, "pauses", RunStatus.PAUSED, new Selection("asha", asha(false)));
      verdicts(cluster, "prunes", RunStatus.PRUNED, new Selection("hyperband", asha(true)));
    }
  }

  private static Map<String, Object> asha(boolean strict) {
    return strict
        ? Map.of("min_iter", 1L, "eta", 2L, "strict", true)
        : Map.of("min_iter", 1L, "eta", 2L);
  }

  private void verdicts(BenchCluster cluster, String name, RunStatus wanted, Selection rule)
      throws Exception {
    List<Double> heard = Collections.synchronizedList(new ArrayList<>());
    List<Double> ended = Collections.synchronizedList(new ArrayList<>());
    try (RunStore store = open(name)) {
      RunListener listener =
          new RunListener() {
            @Override
            public void runEnded(Run run) {
              if (run.status() == wanted) {
                double epoch = SimulatedTraining.endedAt(store, run);
                heard.add(SimulatedTraining.heardAt(run) - epoch);
                ended.add(System.currentTimeMillis() - epoch);
              }
            }
          };
      SweepSpec spec = SparkBench.spec(60, 8, 300, 1000).stoppedBy(rule).lag(8).build();
      Measured.runner(store, cluster).start(Measured.SOURCE, spec, List.of(listener)).await();
    }
    row.accept(
        "%d %s by %s: from the epoch's end to where the run hears it, ms"
            .formatted(heard.size(), name, rule.name()),
        spread(heard));
    row.accept("the same to its recorded end, ms", spread(ended));
  }

  /**
   * From an epoch's end there to where a page has it: its event came, and its values were asked.
   */
  void page() throws Exception {
    List<Double> shown = Collections.synchronizedList(new ArrayList<>());
    Datasets none = new Datasets(folder, line -> {});
    SweepFiles files =
        new SweepFiles(none, new Architectures(), Searches.standard(), EpochRules.standard());
    try (BenchCluster cluster = new BenchCluster(FOUR_SLOTS, jar);
        RunStore store = open("page");
        DashboardServer server = new DashboardServer(store, files, null, null)) {
      URI base = URI.create("http://127.0.0.1:%d/api/v1/".formatted(server.start("127.0.0.1", 0)));
      Thread page = new Thread(() -> follow(base, shown), "page");
      page.setDaemon(true);
      page.start();
      SweepSpec spec = SparkBench.spec(4, 30, 1000, 0).build();
      Measured.runner(store, cluster).start(Measured.SOURCE, spec, List.of()).await();
    }
    row.accept(
        "4 runs, an epoch a second: from an epoch's end there to where a page has it, ms",
        "%s (%d epochs)".formatted(spread(shown), shown.size()));
  }

  private static void follow(URI base, List<Double> shown) {
    HttpClient client = HttpClient.newHttpClient();
    try (Stream<String> lines =
        client
            .send(HttpRequest.newBuilder(base.resolve("events")).build(), BodyHandlers.ofLines())
            .body()) {
      lines
          .filter(line -> line.contains("\"kind\":\"epoch\""))
          .map(RUN_ID::matcher)
          .filter(Matcher::find)
          .forEach(found -> shown.add(age(client, base, found.group(1))));
    } catch (IOException | InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double age(HttpClient client, URI base, String runId) {
    URI metrics =
        base.resolve("runs/%s/metrics?keys=%s".formatted(runId, SimulatedTraining.ENDED_AT));
    try {
      String body =
          client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
      Matcher last = LAST_VALUE.matcher(body);
      if (!last.find()) {
        throw new IllegalStateException("need an epoch, found " + body);
      }
      return System.currentTimeMillis() - Double.parseDouble(last.group(1));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private RunStore open(String name) throws IOException {
    return H2RunStore.open(Measured.url(folder, name), Clock.systemUTC());
  }

  private static String spread(List<Double> found) {
    return Measured.spread(found);
  }
}
