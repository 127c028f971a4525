package dev.trawl.serving;

import dev.trawl.export.predict.FormatRecord;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.export.predict.OnnxPredictor;
import dev.trawl.export.predict.ServedFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A model that answers. Whoever uses it holds a lease; it is freed after the last one. */
final class LoadedModel {
  private final ModelRecord record;
  private final String name;
  private final FormatRecord format;
  private final String runtime;
  private final Batcher batcher;
  private int leases = 1; // guarded by this

  private LoadedModel(
      ModelRecord record, FormatRecord format, OnnxPredictor predictor, IntConsumer sizes) {
    this.record = record;
    this.name = record.name().replaceAll("[^A-Za-z0-9._-]+", "-");
    this.format = format;
    this.runtime = predictor.runtime();
    this.batcher = new Batcher(predictor, imageBytes(record), sizes);
  }

  private static int imageBytes(ModelRecord record) {
    return record.channels() * record.height() * record.width();
  }

  /**
   * Opens a model, whose bytes must be those that were verified, and warms it up.
   *
   * @param sizes is told the number of images of each call
   * @throws IOException when it can't be served, with what was needed and what was found
   */
  static LoadedModel open(ModelSource source, @Nullable String wanted, IntConsumer sizes)
      throws IOException {
    return source.read(folder -> open(folder, wanted, sizes));
  }

  private static LoadedModel open(Path folder, @Nullable String wanted, IntConsumer sizes)
      throws IOException {
    ModelRecord record = ModelRecord.read(folder);
    FormatRecord format = ServedFormat.of(record, wanted);
    OnnxPredictor predictor = OnnxPredictor.open(folder, record, format, 1);
    try {
      for (int images : new int[] {1, Batcher.LARGEST_BATCH, 1}) {
        warmUp(predictor, record, images);
      }
      return new LoadedModel(record, format, predictor, sizes);
    } catch (IOException | RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  private static void warmUp(OnnxPredictor predictor, ModelRecord record, int images)
      throws IOException {
    for (float probability : predictor.probabilities(new byte[images * imageBytes(record)])) {
      if (!(probability >= 0 && probability <= 1.001f)) {
        throw new IOException("need probabilities from 0 to 1, found " + probability);
      }
    }
  }

  ModelRecord record() {
    return record;
  }

  FormatRecord format() {
    return format;
  }

  String runtime() {
    return runtime;
  }

  Batcher batcher() {
    return batcher;
  }

  int classes() {
    return record.labels().size();
  }

  /** The name as addresses have it: without what would have to be escaped there. */
  String name() {
    return name;
  }

  /** What answers say of the model. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name());
    json.put("version", record.version());
    json.put("format", format.format());
    return json;
  }

  /** False when it is freed already. */
  synchronized boolean lease() {
    if (leases == 0) {
      return false;
    }
    leases++;
    return true;
  }

  void release() {
    synchronized (this) {
      leases--;
      if (leases > 0) {
        return;
      }
    }
    batcher.close();
  }
}
