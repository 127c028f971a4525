package dev.trawl.bench;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Datasets;
import dev.trawl.data.ImageSet;
import dev.trawl.sweep.DatasetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The first MNIST images as full batches of floats, for many threads.
 *
 * @param training [64, 1, 28, 28] each
 * @param labels of the training batches, [64, 10] each
 * @param evaluation [128, 1, 28, 28] each
 */
record BenchmarkImages(List<INDArray> training, List<INDArray> labels, List<INDArray> evaluation) {
  static final int BATCH = 64;
  static final int EVALUATION_BATCH = 64;
  private static final int IMAGES = 8000;

  /** A fifth less. */
  private static final DatasetSpec MNIST = new DatasetSpec("mnist", null, 0.2, IMAGES, null);

  static BenchmarkImages load() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "trawl", "datasets");
    ImageSet images = new Datasets(cache, line -> {}).load(MNIST, 1).train();
    List<Batch> training = fullBatches(images, BATCH);
    return new BenchmarkImages(
        training.stream().map(Batch::features).toList(),
        training.stream().map(Batch::labels).toList(),
        fullBatches(images, EVALUATION_BATCH).stream().map(Batch::features).toList());
  }

  private static List<Batch> fullBatches(ImageSet images, int size) {
    Batches batches = new Batches(images, size);
    List<Batch> copies = new ArrayList<>();
    for (int i = 0; i < images.size() / size; i++) {
      Batch batch = batches.get(i);
      copies.add(new Batch(batch.features().dup(), batch.labels().dup(), batch.classes().clone()));
    }
    return copies;
  }
}
