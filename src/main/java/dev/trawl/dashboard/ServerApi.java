package dev.trawl.dashboard;

import dev.trawl.dashboard.Launches.Launch;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what the server does beyond showing, so that a page need not offer what is refused. */
final class ServerApi {
  private final boolean startsSweeps;
  private final Launches<Sweep> starts;
  private final RunExport.@Nullable Offer exports;
  private final RecordJson json;

  ServerApi(
      boolean startsSweeps,
      Launches<Sweep> starts,
      RunExport.@Nullable Offer exports,
      RecordJson json) {
    this.startsSweeps = startsSweeps;
    this.starts = starts;
    this.exports = exports;
    this.json = json;
  }

  void show(Context ctx) {
    Answers.json(
        ctx,
        json.write(
            new Server(
                startsSweeps, starts.list().stream().map(StartingSweep::of).toList(), exports)));
  }

  /**
   * What it does.
   *
   * @param exports null where it exports nothing
   */
  private record Server(
      boolean startsSweeps, List<StartingSweep> starting, RunExport.@Nullable Offer exports) {}

  /**
   * A start or resume, at work or one of the latest that ended.
   *
   * @param name the sweep's
   * @param status starting, started or failed
   * @param sweepId null until it is started
   * @param problem null unless it failed
   */
  record StartingSweep(
      String launchId,
      String name,
      String status,
      @Nullable String sweepId,
      @Nullable String problem) {
    static StartingSweep of(Launch<Sweep> launch) {
      Sweep sweep = launch.result();
      return new StartingSweep(
          launch.launchId(),
          launch.name(),
          launch.status("starting", "started"),
          sweep == null ? null : sweep.id(),
          launch.problem());
    }
  }
}
