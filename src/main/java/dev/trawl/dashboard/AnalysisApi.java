package dev.trawl.dashboard;

import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.Diagnosis;
import dev.trawl.analysis.FinalsResult;
import dev.trawl.analysis.Importance;
import dev.trawl.analysis.RunDiagnosis;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** Answers what a sweep's runs say together. */
final class AnalysisApi {
  private final RunStore store;
  private final SweepRuns all;
  private final SweepFiles files;
  private final RunFindings findings;
  private final Lookup lookup;
  private final RecordJson json;

  AnalysisApi(RunStore store, SweepRuns all, SweepFiles files, RecordJson json) {
    this.store = store;
    this.all = all;
    this.files = files;
    this.json = json;
    findings = new RunFindings(store, files);
    lookup = new Lookup(store);
  }

  void importance(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    Answers.json(ctx, json.write(json.importance(Importance.of(sweep, runs(sweep)))));
  }

  void winner(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = runs(sweep);
    Answers.json(
        ctx,
        json.write(
            json.winner(
                sweep.metric().flatMap(metric -> FinalsResult.of(metric, runs, decisions(sweep))),
                CorrectedAccuracy.of(sweep, runs, store))));
  }

  void diagnosis(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    Map<String, List<Metric>> curves = store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY);
    Answers.json(
        ctx,
        json.write(json.diagnosis(Diagnosis.of(sweep, runs(sweep), decisions(sweep), curves))));
  }

  /** Why runs waited, went on or were stopped, in the order of what was decided. */
  void decisions(Context ctx) {
    Answers.json(ctx, json.write(decisions(lookup.sweep(ctx))));
  }

  void runDiagnosis(Context ctx) {
    Run run = lookup.run(ctx);
    Answers.json(
        ctx, json.write(json.diagnosis(RunDiagnosis.of(store, files, lookup.sweepOf(run), run))));
  }

  /** How many runs have which finding, and which these are. */
  void runFindings(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    Answers.json(ctx, json.write(findings.of(sweep, runs(sweep))));
  }

  void advice(Context ctx) {
    SweepAdvice advice = advice(lookup.sweep(ctx));
    Answers.json(ctx, json.write(json.advice(advice.changes(), advice.file())));
  }

  private SweepAdvice advice(Sweep sweep) {
    try {
      return SweepAdvice.of(files, sweep, runs(sweep), store.adjustments(sweep.id()));
    } catch (InvalidSweepException | DamagedRecordException e) {
      return SweepAdvice.NONE; // its file was valid for another build, or what it names has gone
    }
  }

  private List<Run> runs(Sweep sweep) {
    return all.all(sweep.id());
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
