package dev.trawl.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.export.ExportedModel.ExportedFile;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.sweep.RunKeys;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What there is to know about an exported model.
 *
 * @param epoch whose weights these are: the run's best
 * @param test what the first format's files did on the test images
 * @param tested what the run did on them
 * @param formats in which it is written, at least one
 * @param described what {@code model.json} says of each
 * @param model the first format's first file
 * @param weights how many trained numbers it has
 */
record ModelDescription(
    Sweep sweep,
    Run run,
    int epoch,
    ModelInfo info,
    Evaluation test,
    Evaluation tested,
    List<ModelFormat> formats,
    List<ExportedFormat> described,
    ExportedFile model,
    long weights,
    Instant exportedAt) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Whoever gets the model learns nothing of this machine's folders. */
  ModelDescription {
    sweep = sweep.withoutFolders();
    formats = List.copyOf(formats);
    described = List.copyOf(described);
  }

  /** {@code model.json}: everything that a program needs to use the model and to trust it. */
  String toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", formats.get(0).name());
    json.put("format_version", ModelRecord.FORMAT_VERSION);
    json.put("name", sweep.name());
    json.put("version", String.valueOf(run.number()));
    json.put("model_file", modelFileJson());
    json.put("model", run.parameters().getOrDefault(RunKeys.MODEL, sweep.plan().model()));
    json.put("weights", weights);
    json.put("parameters", run.parameters());
    json.put("metrics", run.metrics());
    json.putAll(info.asMap());
    json.put("formats", described.stream().map(ExportedFormat::asMap).toList());
    json.put("dataset", datasetJson());
    json.put("test", testJson());
    json.put("run", runJson());
    json.put("environment", run.provenance().environment());
    json.put("exported_at", exportedAt.toString());
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it was trained on; a sweep of Trawl's own says so. */
  DatasetInfo dataset() {
    return sweep.dataset().orElseThrow();
  }

  /** What its epoch was chosen by, likewise. */
  String metric() {
    return sweep.metric().orElseThrow().name();
  }

  private Map<String, Object> modelFileJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", model.name());
    json.put("bytes", model.bytes());
    json.put("sha256", model.sha256());
    return json;
  }

  private Map<String, Object> datasetJson() {
    DatasetInfo dataset = dataset();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", dataset.name());
    json.put("sha256", dataset.sha256());
    json.put("train_images", dataset.trainImages());
    json.put("validation_images", dataset.validationImages());
    json.put("test_images", dataset.testImages());
    return json;
  }

  private Map<String, Object> testJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("accuracy", test.accuracy());
    json.put("loss", test.loss());
    json.put("images", test.images());
    json.put("correct", test.correct());
    json.put("confusion", test.confusion());
    return json;
  }

  private Map<String, Object> runJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run_id", run.id());
    json.put("number", run.number());
    json.put("sweep_id", sweep.id());
    json.put("sweep", sweep.name());
    json.put("seed", run.provenance().seed());
    json.put("best_epoch", epoch);
    json.put("epochs", run.epochs());
    json.put("sweep_file", sweep.source().text());
    json.put("overrides", sweep.source().overrides());
    return json;
  }

  /** Each class: its label, precision, recall and how many test images are of it. */
  List<ClassRow> classes() {
    List<String> labels = dataset().labels();
    return IntStream.range(0, labels.size())
        .mapToObj(
            i ->
                new ClassRow(
                    labels.get(i),
                    test.precision(i),
                    test.recall(i),
                    test.confusion().get(i).stream().mapToLong(Long::longValue).sum()))
        .toList();
  }

  record ClassRow(String label, double precision, double recall, long images) {}
}
