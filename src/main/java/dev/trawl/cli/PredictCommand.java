package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.TextTable;
import dev.trawl.export.predict.ModelRecord;
import dev.trawl.export.predict.OnnxPredictor;
import dev.trawl.export.predict.PictureChange;
import dev.trawl.export.predict.Prediction;
import dev.trawl.export.predict.Predictor;
import dev.trawl.export.predict.ServedFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "predict",
    description = {
      "Says what an exported model makes of images: PNG, JPEG or IDX files.",
      "Of an IDX file, which may be gzipped, FILE:7 takes the image of index 7, FILE:0-99 the first"
          + " hundred.",
      "A picture that is not as the model's images are is refused, unless one of the options below"
          + " says what to do with it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl predict best/ seven.png",
      "  trawl predict best/ scan.jpg --resize --convert --invert",
      "  trawl predict best/ t10k-images-idx3-ubyte.gz:0-9 --json",
      "  trawl predict models:/digits@champion seven.png"
    })
final class PredictCommand implements Callable<Integer> {
  private static final int BATCH = 64;

  @Parameters(
      index = "0",
      paramLabel = "DIR|MODEL",
      description =
          "A folder that trawl export wrote, or a registered model such as"
              + " models:/digits@champion.")
  private ModelArgument argument = ModelArgument.NONE;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "What to predict from.")
  private List<String> images = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "onnx or onnx-int8. Default: onnx, or what the folder has of the two.")
  private @Nullable String format;

  @Option(names = "--resize", description = "Scale pictures to the model's height and width.")
  private boolean resize;

  @Option(
      names = "--convert",
      description = "Make grey of colours, or colours of grey; lay what is transparent on white.")
  private boolean convert;

  @Option(
      names = "--invert",
      negatable = true,
      description =
          "Make light of dark and dark of light; with --no-invert take a light ground as it is.")
  private @Nullable Boolean invert;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  PredictCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    if (!argument.isRegistered()) {
      return predict(wiring.path(argument.name()));
    }
    try (RegisteredSource source = new RegisteredSource(argument.reference(), wiring)) {
      return source.read(this::predict);
    }
  }

  private int predict(Path folder) throws IOException {
    ModelRecord model = ModelRecord.read(folder);
    ImageFiles files = new ImageFiles(model, changes(), wiring::path);
    List<ImageFiles.Image> read = new ArrayList<>();
    for (String image : images) {
      read.addAll(files.read(image));
    }
    try (Predictor predictor =
        OnnxPredictor.open(folder, model, ServedFormat.of(model, format), 1)) {
      List<Prediction> predictions = predictions(predictor, model, read);
      output
          .out()
          .print(
              json.json
                  ? wiring.json().write(records(model, read, predictions)) + "\n"
                  : table(model, read, predictions));
    }
    return ExitCode.OK;
  }

  private Set<PictureChange> changes() {
    Set<PictureChange> changes = EnumSet.noneOf(PictureChange.class);
    if (resize) {
      changes.add(PictureChange.RESIZE);
    }
    if (convert) {
      changes.add(PictureChange.CONVERT);
    }
    if (invert != null) {
      changes.add(invert ? PictureChange.INVERT : PictureChange.KEEP);
    }
    return changes;
  }

  private static List<Prediction> predictions(
      Predictor predictor, ModelRecord model, List<ImageFiles.Image> images) {
    List<Prediction> predictions = new ArrayList<>();
    for (int first = 0; first < images.size(); first += BATCH) {
      ByteArrayOutputStream batch = new ByteArrayOutputStream();
      images
          .subList(first, Math.min(first + BATCH, images.size()))
          .forEach(image -> batch.writeBytes(image.pixels()));
      predictions.addAll(
          Prediction.of(predictor.probabilities(batch.toByteArray()), model.labels().size()));
    }
    return predictions;
  }

  private static List<Map<String, Object>> records(
      ModelRecord model, List<ImageFiles.Image> images, List<Prediction> predictions) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Prediction prediction = predictions.get(i);
      int best = prediction.best();
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("image", images.get(i).name());
      record.put("prediction", best);
      record.put("label", model.labels().get(best));
      record.put("probability", prediction.probabilities()[best]);
      record.put("probabilities", prediction.probabilities());
      record.put("changes", images.get(i).changes());
      records.add(record);
    }
    return records;
  }

  private String table(
      ModelRecord model, List<ImageFiles.Image> images, List<Prediction> predictions) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("IMAGE"),
                TextTable.Column.left("PREDICTION"),
                TextTable.Column.right("PROBABILITY"),
                TextTable.Column.left("THEN"),
                TextTable.Column.left("CHANGED")));
    for (int i = 0; i < images.size(); i++) {
      Prediction prediction = predictions.get(i);
      table.add(
          List.of(
              images.get(i).name(),
              model.labels().get(prediction.best()),
              percent(prediction, prediction.best()),
              "%s (%s)"
                  .formatted(
                      model.labels().get(prediction.second()),
                      percent(prediction, prediction.second())),
              String.join(", ", images.get(i).changes())));
    }
    return table.render(output.heading());
  }

  private static String percent(Prediction prediction, int label) {
    return Accuracies.percent(prediction.probabilities()[label]);
  }
}
