package dev.trawl.testkit;

import dev.trawl.store.file.Digest;
import dev.trawl.track.Artifact;
import dev.trawl.track.Change;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Everything that a store holds, as lines: to compare what two of them say. */
public final class RecordedText {
  private RecordedText() {}

  public static List<String> of(RunStore store) {
    List<String> lines = new ArrayList<>();
    for (Sweep sweep : store.sweeps()) {
      lines.add(sweep(sweep));
    }
    for (Run run : store.findRuns("")) {
      lines.add(run(run));
      lines.add("  evaluation " + store.evaluation(run.id()).map(Record::toString).orElse("none"));
      for (Metric metric : store.metrics(run.id(), Set.of())) {
        lines.add("  " + metric);
      }
      for (Checkpoint checkpoint : store.checkpoints(run.id())) {
        CheckpointData data = store.checkpoint(run.id(), checkpoint.epoch()).orElseThrow();
        lines.add(
            "  %s model %s state %s"
                .formatted(checkpoint, Digest.sha256(data.model()), data.state()));
      }
      addRecords(store, run, lines);
    }
    addShared(store, lines);
    for (Change change : store.changes(0, Integer.MAX_VALUE)) {
      lines.add(change.toString());
    }
    return lines;
  }

  /** What schema 8 added to runs, where there is any of it. */
  private static void addRecords(RunStore store, Run run, List<String> lines) {
    if (!run.identity().origin().equals(RunOrigin.of(run.number()))) {
      lines.add("  " + run.identity().origin());
    }
    for (Part part : Part.values()) {
      store.predictions(run.id(), part).ifPresent(found -> lines.add("  " + found));
    }
    store.log(run.id()).ifPresent(found -> lines.add("  " + found));
    store.environments(run.id()).forEach(found -> lines.add("  " + found));
    for (Artifact artifact : store.artifacts(run.id())) {
      if (Artifact.epochOf(artifact.path()).isEmpty()) {
        try (InputStream content = store.openArtifact(run.id(), artifact.path()).orElseThrow()) {
          lines.add("  %s %s".formatted(artifact, Digest.sha256(content.readAllBytes())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private static void addShared(RunStore store, List<String> lines) {
    for (Sweep sweep : store.sweeps()) {
      store.decisions(sweep.id()).forEach(found -> lines.add(found.toString()));
      store.adjustments(sweep.id()).forEach(found -> lines.add(found.toString()));
    }
    for (String model : store.modelNames()) {
      store.modelVersions(model).forEach(found -> lines.add(found.toString()));
      store.aliasMoves(model).forEach(found -> lines.add(found.toString()));
    }
    store.savedViews().forEach(found -> lines.add(found.toString()));
    store.notifications().forEach(found -> lines.add(found.toString()));
  }

  private static String sweep(Sweep sweep) {
    return "sweep %s %s %s %s %s %s runs %s bands %s best %s created %s ended %s sequence %d"
        .formatted(
            sweep.id(),
            sweep.name(),
            sweep.status(),
            sweep.reason(),
            sweep.source(),
            sweep.metric().orElse(null),
            new TreeMap<>(sweep.runs()),
            sweep.result().bands(),
            sweep.bestRunId(),
            sweep.info().createdAt(),
            sweep.info().endedAt(),
            sweep.info().sequence());
  }

  private static String run(Run run) {
    return "run %s of %s number %d attempt %d %s %s %s seed %d metrics %s epochs %d best %s"
            .formatted(
                run.id(),
                run.sweepId(),
                run.number(),
                run.attempt(),
                run.status(),
                run.reason(),
                new TreeMap<>(run.parameters()),
                run.provenance().seed(),
                new TreeMap<>(run.metrics()),
                run.epochs(),
                run.bestEpoch())
        + " seconds %s band %s %s tags %s created %s started %s ended %s sequence %d"
            .formatted(
                run.timing().seconds(),
                run.band(),
                new TreeMap<>(run.provenance().environment()),
                new TreeMap<>(run.info().tags()),
                run.info().createdAt(),
                run.timing().startedAt(),
                run.info().endedAt(),
                run.info().sequence());
  }
}
