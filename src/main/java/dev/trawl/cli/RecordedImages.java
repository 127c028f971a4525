package dev.trawl.cli;

import dev.trawl.dashboard.ImageSource;
import dev.trawl.dashboard.RefusedException;
import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import dev.trawl.data.StoredImages;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Sweep;
import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/**
 * The images of recorded sweeps, for the dashboard. The data set that was asked for last stays in
 * memory while there is room.
 */
final class RecordedImages implements ImageSource {
  private final Datasets datasets;
  private final SweepFiles files;
  private @Nullable SoftReference<Loaded> last;

  RecordedImages(Datasets datasets, SweepFiles files) {
    this.datasets = datasets;
    this.files = files;
  }

  @Override
  public Images images(Sweep sweep) throws RefusedException {
    String sha256 = sweep.dataset().map(DatasetInfo::sha256).orElse("");
    if (sweep.isExternal() || sha256.isEmpty()) {
      throw new RefusedException("the program that trained it did not say where the images are");
    }
    try {
      DatasetSpec spec = files.read(sweep.source()).spec().dataset();
      return load(spec, sha256);
    } catch (DatasetException | InvalidSweepException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** One at a time: two would need twice the memory. */
  private synchronized Images load(DatasetSpec spec, String sha256) throws DatasetException {
    Loaded known = last == null ? null : last.get();
    if (known != null && known.sha256().equals(sha256)) {
      return known;
    }
    Loaded loaded = new Loaded(sha256, datasets.stored(spec, sha256));
    last = new SoftReference<>(loaded);
    return loaded;
  }

  private record Loaded(String sha256, StoredImages.Files files) implements Images {
    private StoredImages of(Part part) {
      return part == Part.TEST ? files.test() : files.train();
    }

    @Override
    public int label(Part part, int index) {
      return of(part).label(index);
    }

    @Override
    public Pixels pixels(Part part, int index) {
      StoredImages images = of(part);
      return new Pixels(images.pixels(index), images.channels(), images.height(), images.width());
    }
  }
}
