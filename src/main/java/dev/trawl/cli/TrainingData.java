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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep would be trained on.
 *
 * @param summary null when it isn't there, or is not what it should be
 * @param warnings what its user should know
 * @param problem why no run could be trained; null when there is nothing against it
 */
record TrainingData(
    @Nullable DatasetSummary summary, List<String> warnings, @Nullable String problem) {

  static TrainingData of(Datasets datasets, Architectures architectures, SweepSpec spec) {
    try {
      DatasetSummary summary = datasets.summary(spec.dataset(), spec.seed());
      SizeCheck sizes =
          architectures.checkSizes(
              spec.models(),
              spec.search().parameters(),
              new ImageShape(summary.channels(), summary.height(), summary.width()));
      List<String> warnings = new ArrayList<>(summary.notes());
      if (sizes.none()) {
        return new TrainingData(summary, warnings, sizes.describe());
      }
      if (!sizes.unfit().isEmpty()) {
        warnings.add(sizes.describe());
      }
      return new TrainingData(summary, warnings, null);
    } catch (DatasetException e) {
      String found = String.valueOf(e.getMessage());
      return isThere(spec.dataset())
          ? new TrainingData(null, List.of(), found)
          : new TrainingData(null, List.of(found), null);
    }
  }

  /** A folder that isn't there may be so on the machine that trains. */
  private static boolean isThere(DatasetSpec dataset) {
    return dataset.path() == null || Files.exists(Path.of(dataset.path()));
  }

  SweepCheck.Data record() {
    DatasetSummary found = summary;
    return found == null
        ? new SweepCheck.Data(null, null, null, null, null, null, null, warnings, problem)
        : new SweepCheck.Data(
            found.trainImages(),
            found.validationImages(),
            found.testImages(),
            found.height(),
            found.width(),
            found.channels(),
            found.classes(),
            warnings,
            problem);
  }
}
