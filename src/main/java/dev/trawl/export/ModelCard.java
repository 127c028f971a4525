package dev.trawl.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trawl.export.predict.FormatRecord;
import dev.trawl.export.quantise.Calibration;
import dev.trawl.sweep.RunKeys;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Interval;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code model-card.md}: what a person should know before using the model. */
final class ModelCard {
  /** What Markdown would take for markup. */
  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_\\[\\]<>&|~#]");

  private final ModelDescription model;
  private final StringBuilder text = new StringBuilder();

  private ModelCard(ModelDescription model) {
    this.model = model;
  }

  static String write(ModelDescription model) {
    ModelCard card = new ModelCard(model);
    card.frontMatter();
    card.title();
    card.accuracy();
    card.formats();
    card.use();
    card.onnxRuntime();
    card.data();
    card.training();
    card.provenance();
    return card.text.toString();
  }

  /** Hugging Face's; its values are quoted as JSON, which is YAML. */
  private void frontMatter() {
    line("---");
    line("library_name: %s", library());
    line("pipeline_tag: image-classification");
    line("tags: [trawl]");
    String dataset = quoted(model.dataset().name());
    line("datasets: [%s]", dataset);
    line("metrics: [accuracy]");
    line("model-index:");
    line("- name: %s", quoted(model.sweep().name()));
    line("  results:");
    line("  - task: {type: image-classification}");
    line("    dataset: {name: %1$s, type: %1$s, split: test}", dataset);
    line("    metrics: [{type: accuracy, value: %s}]", model.test().accuracy());
    line("---");
    line("");
  }

  /** What runs most of its kind: ONNX Runtime, where there is an ONNX file. */
  private String library() {
    List<String> libraries =
        model.formats().stream().map(format -> format.name().split("-", 2)[0]).toList();
    return libraries.contains("onnx") ? "onnx" : libraries.get(0);
  }

  /** The text without a meaning in Markdown. */
  static String plain(String text) {
    return MARKUP.matcher(text).replaceAll("\\\\$0");
  }

  private static String quoted(String text) {
    return JsonNodeFactory.instance.textNode(text).toString();
  }

  private void formats() {
    line("## Formats");
    line("");
    line(
        "| format | file | bytes | right of %,d | other class than the network |",
        model.test().images());
    line("|---|---|---:|---:|---:|");
    for (ExportedFormat format : model.described()) {
      line(
          "| %s | `%s` | %,d | %,d | %,d |",
          format.record().format(),
          format.record().file(),
          format.record().bytes(),
          format.record().correct(),
          format.agreement().differing());
    }
    line("");
    model.described().stream()
        .filter(ExportedFormat::quantised)
        .findFirst()
        .ifPresent(
            format -> {
              line(
                  "8 bits are calibrated by %s over %,d training images, evenly spread.",
                  Calibration.METHOD, format.calibrated());
              line("");
            });
  }

  private void title() {
    line("# %s, run %d", plain(model.sweep().name()), model.run().number());
    line("");
    line(
        "A `%s` classifier of %d×%d images into %d classes, %,d weights, trained by Trawl.",
        model.run().parameters().getOrDefault(RunKeys.MODEL, model.sweep().plan().model()),
        model.dataset().height(),
        model.dataset().width(),
        model.dataset().labels().size(),
        model.weights());
    line("");
  }

  private void accuracy() {
    Interval interval = Interval.wilson(model.test().correct(), model.test().images());
    line("## Accuracy");
    line("");
    line(
        "**%.2f %%** of %,d test images (95 %% interval %.2f to %.2f %%), cross-entropy %.4f."
            + " %s",
        100 * model.test().accuracy(),
        model.test().images(),
        100 * interval.low(),
        100 * interval.high(),
        model.test().loss(),
        measured());
    line("");
    line("| class | precision | recall | test images |");
    line("|---|---:|---:|---:|");
    for (ModelDescription.ClassRow row : model.classes()) {
      line(
          "| %s | %s | %s | %,d |",
          plain(row.label()), share(row.precision()), share(row.recall()), row.images());
    }
    line("");
  }

  private String measured() {
    String file = model.model().name();
    return model.test().confusion().equals(model.tested().confusion())
        ? "Measured again from `%s`: the same counts, class by class, as when the run ended."
            .formatted(file)
        : String.format(
            Locale.ROOT,
            "Measured from `%s`; when the run ended, its network had %,d of them right.",
            file,
            model.tested().correct());
  }

  /** A dash for a class that is never predicted, or has no images. */
  private static String share(double fraction) {
    return Double.isNaN(fraction) ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  private void use() {
    DatasetInfo dataset = model.dataset();
    line("## Use");
    line("");
    line(
        "Probabilities come in the order of the labels: %s.",
        dataset.labels().stream().map(ModelCard::plain).collect(Collectors.joining(", ")));
    line("");
    for (ExportedFormat format : model.described()) {
      FormatRecord.Tensor input = format.record().input();
      line(
          "`%s` takes %s %s, %s, %s.",
          format.record().file(), input.dtype(), input.shape(), input.layout(), input.scale());
    }
    line("");
    for (ModelFormat format : model.formats()) {
      if (!format.usage().isEmpty()) {
        line("```java");
        text.append(format.usage());
        line("```");
        line("");
      }
    }
  }

  /** Other languages', of the first ONNX file; src/bench/export/python and the gate run them. */
  private void onnxRuntime() {
    model.described().stream()
        .map(format -> format.record().file())
        .filter(file -> file.endsWith(".onnx"))
        .findFirst()
        .ifPresent(
            file -> {
              python(file);
              javaScript(file);
            });
  }

  private void python(String file) {
    line("```python");
    line("import numpy, onnxruntime");
    line("options = onnxruntime.SessionOptions()");
    line("options.add_session_config_entry('session.x64quantprecision', '1')");
    line("session = onnxruntime.InferenceSession('%s', options)", file);
    line("def predict(pixels):  # numpy.uint8 [images, channels, height, width], 0 to 255");
    line("    return session.run(None, {'image': pixels})[0]");
    line("```");
    line("");
  }

  /** In Node the file is read from the working directory; a browser fetches it. */
  private void javaScript(String file) {
    line("```javascript");
    line("// npm install onnxruntime-web@1.30.0; in Node and in browsers");
    line("import * as ort from 'onnxruntime-web';");
    line("const session = await ort.InferenceSession.create('%s');", file);
    line("// pixels: Uint8Array, 0 to 255; shape: [images, channels, height, width]");
    line("export async function predict(pixels, shape) {");
    line("  const images = new ort.Tensor('uint8', pixels, shape);");
    line("  return (await session.run({ image: images })).probabilities.data;");
    line("}");
    line("```");
    line("");
  }

  private void data() {
    DatasetInfo dataset = model.dataset();
    line("## Data");
    line("");
    line(
        "%s (SHA-256 `%s`): trained on %,d images, chosen by %s on %,d validation images, tested"
            + " once on %,d. Images unlike these, of other sizes, colours or classes, are outside"
            + " of what was measured.",
        plain(dataset.name()),
        dataset.sha256(),
        dataset.trainImages(),
        model.metric(),
        dataset.validationImages(),
        dataset.testImages());
    line("");
  }

  private void training() {
    Run run = model.run();
    line("## Training");
    line("");
    line("| hyperparameter | value |");
    line("|---|---|");
    for (Map.Entry<String, Object> parameter : run.parameters().entrySet()) {
      line("| %s | %s |", plain(parameter.getKey()), plain(String.valueOf(parameter.getValue())));
    }
    line("");
    line(
        "Weights of epoch %d of %d, the best by %s; %.0f seconds of training.",
        model.epoch(), run.epochs(), model.metric(), run.timing().seconds());
    line("");
  }

  private void provenance() {
    Sweep sweep = model.sweep();
    line("## Provenance");
    line("");
    line(
        "Run `%s` of sweep %s (`%s`), seed %d.",
        model.run().id(), plain(sweep.name()), sweep.id(), model.run().provenance().seed());
    line("");
    line("| | |");
    line("|---|---|");
    for (Map.Entry<String, String> entry : model.run().provenance().environment().entrySet()) {
      line("| %s | %s |", plain(entry.getKey()), plain(entry.getValue()));
    }
    line("| %s SHA-256 | `%s` |", model.model().name(), model.model().sha256());
    line("| exported | %s |", model.exportedAt());
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
