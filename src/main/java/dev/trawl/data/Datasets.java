package dev.trawl.data;

import dev.trawl.data.IdxFolder.Loaded;
import dev.trawl.data.IdxReader.IdxContent;
import dev.trawl.data.KnownDataset.RawFile;
import dev.trawl.data.StratifiedSplit.Halves;
import dev.trawl.sweep.DatasetCatalog;
import dev.trawl.sweep.DatasetSpec;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The datasets there are: those known by name, fetched into a cache and checked, and any folder of
 * four IDX files. Safe for use by many threads and processes on one cache.
 */
public final class Datasets implements DatasetCatalog {
  private static final long TRAIN_STREAM = 0;
  private static final long TEST_STREAM = 1;

  private final List<KnownDataset> known;
  private final DatasetCache cache;

  /**
   * Datasets in a cache.
   *
   * @param cacheFolder where known datasets are kept, each in a folder of its name; made when
   *     needed, and nothing is written outside it
   * @param progress hears what is being done, in lines, on the caller's thread
   */
  public Datasets(Path cacheFolder, Consumer<String> progress) {
    this(cacheFolder, progress, waited -> {});
  }

  /**
   * The same.
   *
   * @param waits hears how long another process or thread had to be waited for, after each time,
   *     likewise
   */
  public Datasets(Path cacheFolder, Consumer<String> progress, Consumer<Duration> waits) {
    this(cacheFolder, progress, waits, List.of(KnownDataset.mnist()));
  }

  Datasets(
      Path cacheFolder,
      Consumer<String> progress,
      Consumer<Duration> waits,
      List<KnownDataset> known) {
    this.cache = new DatasetCache(cacheFolder, progress, waits);
    this.known = List.copyOf(known);
  }

  @Override
  public Set<String> names() {
    return known.stream().map(KnownDataset::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Loads a dataset, fetching it first when the cache lacks it, and divides it. A known dataset's
   * files must have their published checksums.
   *
   * <p>A limit takes a stratified choice of the images; the validation images are a stratified
   * choice among the train images that are left. Both depend on the files, {@code seed} and the
   * numbers asked for, and the test images not on what is asked of the train images, or the other
   * way round.
   *
   * @throws DatasetException when it can't be had, is not what it should be, or would leave a set
   *     empty or fewer than two classes to train on; when the thread is interrupted, with the
   *     interrupt flag set
   */
  public Dataset load(DatasetSpec spec, long seed) throws DatasetException {
    String name = spec.name();
    if (name != null) {
      return divide(name, loadKnown(find(name)), spec, seed);
    }
    String path = spec.path();
    if (path == null) {
      throw new IllegalArgumentException("need a name or a path, found neither");
    }
    IdxFolder folder = new IdxFolder(Path.of(path), spec.channels());
    return divide(path, folder.load(OptionalInt.empty()), spec, seed);
  }

  /**
   * What {@link #load} would give, in numbers. Fetches nothing: a known dataset's numbers are
   * known.
   *
   * @throws DatasetException when the folder isn't there or is not what it should be
   */
  public DatasetSummary summary(DatasetSpec spec, long seed) throws DatasetException {
    if (spec.name() == null) {
      return DatasetSummary.of(load(spec, seed));
    }
    KnownDataset dataset = find(spec.name());
    needLabels(spec, dataset.classes());
    return DatasetSummary.of(dataset, spec);
  }

  /**
   * All images of a dataset's files as they are on this machine. Fetches nothing.
   *
   * @param sha256 which contents they must have, as {@link Dataset#sha256}
   * @throws DatasetException when they are not there, not what they should be, or others
   */
  public StoredImages.Files stored(DatasetSpec spec, String sha256) throws DatasetException {
    Loaded loaded = here(spec);
    if (!loaded.sha256().equals(sha256)) {
      throw new DatasetException(
          "need the images with SHA-256 %s, found other ones, with %s"
              .formatted(sha256, loaded.sha256()));
    }
    return new StoredImages.Files(
        new StoredImages(loaded.train()), new StoredImages(loaded.test()));
  }

  private Loaded here(DatasetSpec spec) throws DatasetException {
    if (spec.path() != null) {
      return new IdxFolder(Path.of(spec.path()), spec.channels()).load(OptionalInt.empty());
    }
    KnownDataset dataset = find(String.valueOf(spec.name()));
    if (!cache.isComplete(dataset)) {
      throw new DatasetException(
          "need %s on this machine, found no such files (trawl data fetch %1$s gets them)"
              .formatted(dataset.name()));
    }
    return new IdxFolder(cache.folder(dataset)).load(OptionalInt.of(dataset.classes()));
  }

  /**
   * Fetches a dataset into the cache, unless it is there and sound; replaces it when it is not
   * sound.
   *
   * @throws DatasetException when no source gave it, with what each said and how to place the files
   *     by hand; the cache is as before
   */
  public void fetch(String name) throws DatasetException {
    cache.fetch(find(name));
  }

  /**
   * Compares a dataset's files in the cache with their published checksums. Fetches nothing.
   *
   * @throws DatasetException when there is no such dataset, or the folder can't be read
   */
  public DatasetVerification verify(String name) throws DatasetException {
    return cache.verify(find(name));
  }

  private KnownDataset find(String name) throws DatasetException {
    return known.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new DatasetException(
                    "need the name of a dataset (%s), found %s"
                        .formatted(String.join(", ", names()), name)));
  }

  private Loaded loadKnown(KnownDataset dataset) throws DatasetException {
    if (!cache.isComplete(dataset)) {
      cache.fetch(dataset);
    }
    try {
      Loaded loaded = new IdxFolder(cache.folder(dataset)).load(OptionalInt.of(dataset.classes()));
      for (RawFile needed : dataset.files()) {
        check(needed, loaded.contents().get(needed.part()));
      }
      return loaded;
    } catch (DatasetException e) {
      throw new DatasetException(
          "%s (trawl data fetch %s replaces it)".formatted(e.getMessage(), dataset.name()), e);
    }
  }

  private static void check(RawFile needed, @Nullable IdxContent content) throws DatasetException {
    if (content == null) {
      throw new IllegalStateException("need %s, found none".formatted(needed.part()));
    }
    MessageDigest md5 = Checksums.md5();
    content.addTo(md5);
    Checksums.Fingerprint found = new Checksums.Fingerprint(content.bytes(), Checksums.hex(md5));
    if (!found.equals(needed.fingerprint())) {
      throw new DatasetException(
          "%s: need %s, found %s".formatted(content.file(), needed.fingerprint(), found));
    }
  }

  private static Dataset divide(String name, Loaded loaded, DatasetSpec spec, long seed)
      throws DatasetException {
    int classes = loaded.classes();
    StratifiedSplit train =
        limited(
            new StratifiedSplit(loaded.train(), classes, seed, TRAIN_STREAM), spec.trainLimit());
    StratifiedSplit test =
        limited(new StratifiedSplit(loaded.test(), classes, seed, TEST_STREAM), spec.testLimit());
    if (!(spec.validationSplit() > 0 && spec.validationSplit() < 1)) {
      throw new DatasetException(
          "need a validation_split between 0 and 1, found " + spec.validationSplit());
    }
    Halves halves = train.holdOut(spec.validationSplit());
    if (halves.kept().size() == 0 || halves.heldOut().size() == 0) {
      throw new DatasetException(
          "%s: need a validation_split that leaves images to train on and to validate with, found %s of %d images"
              .formatted(name, spec.validationSplit(), train.size()));
    }
    ImageSet kept = new ImageSet(loaded.train(), halves.kept().images(), classes);
    int[] occurring =
        IntStream.range(0, classes).filter(label -> kept.classCounts()[label] > 0).toArray();
    if (occurring.length < 2) {
      throw new DatasetException(
          "%s: need at least 2 classes to train on, found only label %d in the %d images that train_limit and validation_split leave"
              .formatted(name, occurring[0], kept.size()));
    }
    ImageSet heldOut = new ImageSet(loaded.train(), halves.heldOut().images(), classes);
    ImageSet tested = new ImageSet(loaded.test(), test.images(), classes);
    List<String> notes = DatasetNotes.of(loaded, spec);
    notes.addAll(DatasetNotes.left(loaded, kept, heldOut, tested));
    return new Dataset(name, loaded.sha256(), labels(spec, classes), kept, heldOut, tested, notes);
  }

  private static List<String> labels(DatasetSpec spec, int classes) throws DatasetException {
    if (spec.labels().isEmpty()) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    needLabels(spec, classes);
    return spec.labels();
  }

  private static void needLabels(DatasetSpec spec, int classes) throws DatasetException {
    if (!spec.labels().isEmpty() && spec.labels().size() != classes) {
      throw new DatasetException(
          "dataset.labels: need %d names, one for each class, found %d"
              .formatted(classes, spec.labels().size()));
    }
  }

  private static StratifiedSplit limited(StratifiedSplit images, @Nullable Integer limit)
      throws DatasetException {
    if (limit == null) {
      return images;
    }
    if (limit < 1) {
      throw new DatasetException("need a limit of at least 1 image, found " + limit);
    }
    return images.limitedTo(limit);
  }
}
