package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.dashboard.DashboardServer;
import dev.trawl.store.H2RunStore;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.RunStore;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A database in memory with one sweep, its page beside it. */
final class RecordedValues implements AutoCloseable {
  private static final DatasetInfo TOY =
      new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a", "b"));

  final String database = "jdbc:h2:mem:%s;USER=sa;PASSWORD=x".formatted(UUID.randomUUID());
  final RunStore store = H2RunStore.open(database, Clock.systemUTC());
  final Tracker tracker = Tracker.open(database);
  final TrackedSweep sweep = tracker.begin(SweepDescription.of("values", "m", TOY, 1));
  final List<Map<String, Object>> recorded = new ArrayList<>();

  void record(Map<String, Object> parameters) {
    try (TrackedRun run = sweep.begin(parameters)) {
      run.epoch(metrics(parameters));
      run.stop();
    }
    recorded.add(parameters);
  }

  static Map<String, Double> metrics(Map<String, Object> parameters) {
    Map<String, Double> metrics = new LinkedHashMap<>(Map.of("val_accuracy", Double.NaN));
    parameters.forEach(
        (name, value) -> {
          if (value instanceof Double number) {
            metrics.put("m " + name, number);
          }
        });
    return metrics;
  }

  String trawl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--db", database, "runs", sweep.id()));
    all.addAll(List.of(arguments));
    Ran ran = Ran.trawl(all.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }

  String rest() {
    return rest("runs");
  }

  /** What the server answers of the sweep. */
  String rest(String part) {
    GlobalOptions options = new GlobalOptions();
    options.database = database;
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Console console =
        new Console(
            new BufferedReader(new StringReader("")), nowhere, nowhere, Set.of(), Map.of(), false);
    Wiring wiring = new Wiring(options, new Output(console, options));
    try (DashboardServer server = wiring.dashboard(store, null, () -> false)) {
      int port = server.start("127.0.0.1", 0);
      URI uri =
          URI.create("http://127.0.0.1:%d/api/v1/sweeps/%s/%s".formatted(port, sweep.id(), part));
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    sweep.close();
    tracker.close();
    store.close();
  }
}
