package dev.trawl.dashboard;

import dev.trawl.report.ReportPage;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Decision;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;

/** Answers a sweep as one HTML file, to be kept and passed on. */
final class ReportApi {
  private final RunStore store;
  private final SweepFiles files;
  private final Clock clock;
  private final Lookup lookup;

  ReportApi(RunStore store, SweepFiles files, Clock clock) {
    this.store = store;
    this.files = files;
    this.clock = clock;
    lookup = new Lookup(store);
  }

  void download(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    String html = ReportPage.html(store, files, sweep, decisions(sweep), clock.instant());
    Answers.attachment(ctx, sweep.name() + "-report.html");
    ctx.contentType("text/html; charset=utf-8").result(html);
  }

  /** None where one is damaged, which hides nothing else. */
  private List<Decision> decisions(Sweep sweep) {
    try {
      return store.decisions(sweep.id());
    } catch (DamagedRecordException e) {
      return List.of();
    }
  }
}
