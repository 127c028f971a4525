package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.track.DatasetInfo;

/** A data set as it is recorded with a sweep. */
final class DatasetDescription {
  private DatasetDescription() {}

  static DatasetInfo of(Dataset dataset) {
    return new DatasetInfo(
        dataset.name(),
        dataset.sha256(),
        dataset.train().size(),
        dataset.validation().size(),
        dataset.test().size(),
        dataset.height(),
        dataset.width(),
        dataset.channels(),
        dataset.labels());
  }
}
