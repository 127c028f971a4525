package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.Diagnosis;
import dev.trawl.analysis.FinalsResult;
import dev.trawl.analysis.Finding;
import dev.trawl.analysis.Importance;
import dev.trawl.analysis.RunDiagnosis;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;

/** Answers what a sweep's runs say together. */
final class AnalysisApi {
  private static final Object NOTHING_ELSE = List.of();

  private final RunStore store;
  private final SweepRuns all;
  private final SweepFiles files;
  private final RunFindings findings;
  private final Lookup lookup;
  private final RecordJson json;
  private final LastAnswers last = new LastAnswers();

  AnalysisApi(RunStore store, SweepRuns all, SweepFiles files, RecordJson json) {
    this.store = store;
    this.all = all;
    this.files = files;
    this.json = json;
    findings = new RunFindings(store);
    lookup = new Lookup(store);
  }

  void importance(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = runs(sweep);
    Answers.json(
        ctx,
        last.of(
            "importance",
            sweep,
            runs,
            NOTHING_ELSE,
            () -> json.write(json.importance(Importance.of(sweep, runs)))));
  }

  void winner(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = runs(sweep);
    List<Decision> decisions = decisions(sweep);
    Answers.json(
        ctx,
        last.of(
            "winner", sweep, runs, decisions, () -> json.write(winner(sweep, runs, decisions))));
  }

  private ObjectNode winner(Sweep sweep, List<Run> runs, List<Decision> decisions) {
    return json.winner(
        sweep.metric().flatMap(metric -> FinalsResult.of(metric, runs, decisions)),
        CorrectedAccuracy.of(sweep, runs, store));
  }

  void diagnosis(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = runs(sweep);
    List<Decision> decisions = decisions(sweep);
    int most = (int) Lookup.number(ctx.queryParam("ids"), "ids", 0, Integer.MAX_VALUE, -1);
    Answers.json(
        ctx,
        last.of(
            "diagnosis " + most,
            sweep,
            runs,
            decisions,
            () -> {
              List<Finding> findings = Diagnosis.of(sweep, runs, decisions, this::accuracies);
              return json.write(
                  most < 0 ? json.diagnosis(findings) : json.diagnosis(findings, most));
            }));
  }

  private List<Metric> accuracies(Run run) {
    return store
        .sweepMetrics(run.sweepId(), Set.of(Metric.VAL_ACCURACY), Set.of(run.id()))
        .getOrDefault(run.id(), List.of());
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
    Sweep sweep = lookup.sweep(ctx);
    Answers.json(ctx, advice(sweep, runs(sweep)));
  }

  /**
   * Nothing is advised where the file was valid for another build, what it names has gone, or a
   * change of it is damaged: that isn't kept, for it may be mended.
   */
  private String advice(Sweep sweep, List<Run> runs) {
    try {
      List<Adjustment> changes = store.adjustments(sweep.id());
      return last.of(
          "advice",
          sweep,
          runs,
          changes,
          () -> written(SweepAdvice.of(files, sweep, runs, changes)));
    } catch (InvalidSweepException | DamagedRecordException e) {
      return written(SweepAdvice.NONE);
    }
  }

  private String written(SweepAdvice advice) {
    return json.write(json.advice(advice.changes(), advice.file()));
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
