package dev.trawl.data;

import dev.trawl.sweep.DatasetSpec;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dataset in numbers, its limits and its split applied.
 *
 * @param height in pixels, as is {@code width}
 * @param notes what its user should know about it, such as a limit above its size
 */
public record DatasetSummary(
    int trainImages,
    int validationImages,
    int testImages,
    int channels,
    int height,
    int width,
    int classes,
    List<String> notes) {
  public DatasetSummary {
    notes = List.copyOf(notes);
  }

  static DatasetSummary of(Dataset dataset) {
    return new DatasetSummary(
        dataset.train().size(),
        dataset.validation().size(),
        dataset.test().size(),
        dataset.channels(),
        dataset.height(),
        dataset.width(),
        dataset.labels().size(),
        dataset.notes());
  }

  static DatasetSummary of(KnownDataset known, DatasetSpec spec) {
    int train = limited(known.trainImages(), spec.trainLimit());
    int validation = StratifiedSplit.heldOut(spec.validationSplit(), train);
    return new DatasetSummary(
        train - validation,
        validation,
        limited(known.testImages(), spec.testLimit()),
        1,
        known.height(),
        known.width(),
        known.classes(),
        DatasetNotes.limits(spec, known.trainImages(), known.testImages()));
  }

  private static int limited(int images, @Nullable Integer limit) {
    return Math.min(images, Objects.requireNonNullElse(limit, images));
  }
}
