package dev.trawl.cli;

import dev.trawl.dashboard.SweepCheck;
import dev.trawl.data.DatasetException;
import dev.trawl.data.DatasetSummary;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.SizeCheck;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.TimeText;
import dev.trawl.train.MachineCheck;
import dev.trawl.train.MemoryNeed;
import dev.trawl.train.TrainingImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sweep would be trained on.
 *
 * @param summary null when it isn't there, or is not what it should be
 * @param machine null where it wasn't looked at, or can't be
 * @param time how long its runs would train; null where that isn't known
 * @param warnings what its user should know
 * @param problem why no run could be trained; null when there is nothing against it
 */
record TrainingData(
    @Nullable DatasetSummary summary,
    @Nullable MachineCheck machine,
    @Nullable SweepTime time,
    List<String> warnings,
    @Nullable String problem) {

  private static final Logger LOG = LoggerFactory.getLogger(TrainingData.class);

  static TrainingData of(Datasets datasets, Architectures architectures, SweepSpec spec)
      throws InterruptedException {
    try {
      DatasetSummary summary = datasets.summary(spec.dataset(), spec.seed());
      ImageShape shape = new ImageShape(summary.channels(), summary.height(), summary.width());
      SizeCheck sizes = architectures.checkSizes(spec.models(), spec.search().parameters(), shape);
      List<String> warnings = new ArrayList<>(summary.notes());
      if (sizes.none()) {
        return new TrainingData(summary, null, null, warnings, sizes.describe());
      }
      if (!sizes.unfit().isEmpty()) {
        warnings.add(sizes.describe());
      }
      TrainingImages images =
          new TrainingImages(
              shape,
              summary.classes(),
              summary.trainImages(),
              summary.validationImages(),
              summary.testImages());
      MachineCheck machine = machine(architectures, spec, images);
      if (machine == null) {
        return new TrainingData(summary, null, null, warnings, null);
      }
      warnings.addAll(machine.warnings());
      SweepTime time =
          machine.problem() == null ? SweepTime.of(architectures, spec, images).orElse(null) : null;
      shortfall(time, spec.execution().budget()).ifPresent(warnings::add);
      return new TrainingData(summary, machine, time, warnings, machine.problem());
    } catch (DatasetException e) {
      String found = String.valueOf(e.getMessage());
      return isThere(spec.dataset())
          ? new TrainingData(null, null, null, List.of(), found)
          : new TrainingData(null, null, null, List.of(found), null);
    }
  }

  /** Null where there is no native library to ask. */
  private static @Nullable MachineCheck machine(
      Architectures architectures, SweepSpec spec, TrainingImages images) {
    try {
      return MachineCheck.of(architectures, spec, images);
    } catch (LinkageError e) {
      LOG.debug("machine not looked at: {}", e.toString());
      return null;
    }
  }

  private static Optional<String> shortfall(@Nullable SweepTime time, @Nullable Duration budget) {
    return time == null || budget == null || 1000 * time.runs().shortest() <= budget.toMillis()
        ? Optional.empty()
        : Optional.of(
            "budget: need about %s for one whole run, found %s"
                .formatted(
                    TimeText.of(Duration.ofMillis(Math.round(1000 * time.runs().shortest()))),
                    TimeText.of(budget)));
  }

  /** A folder that isn't there may be so on the machine that trains. */
  private static boolean isThere(DatasetSpec dataset) {
    return dataset.path() == null || Files.exists(Path.of(dataset.path()));
  }

  SweepCheck.Data record() {
    DatasetSummary found = summary;
    return found == null
        ? new SweepCheck.Data(
            null, null, null, null, null, null, null, null, null, warnings, problem)
        : new SweepCheck.Data(
            found.trainImages(),
            found.validationImages(),
            found.testImages(),
            found.height(),
            found.width(),
            found.channels(),
            found.classes(),
            memoryRecord(),
            time == null ? null : time.record(),
            warnings,
            problem);
  }

  private SweepCheck.@Nullable Memory memoryRecord() {
    MemoryNeed memory = machine == null ? null : machine.memory();
    return memory == null
        ? null
        : new SweepCheck.Memory(
            memory.least(), memory.most(), memory.workers(), memory.available());
  }
}
